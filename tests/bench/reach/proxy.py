"""An HTTP proxy that opens tunnels (CONNECT) and nothing else, for someone with the password."""

import asyncio
import base64
import json
import sys

HEADER_S = 5.0
CHUNK_BYTES = 1 << 16


async def serve(host: str, port: int, user: str, password: str) -> asyncio.Server:
    """Return a proxy that listens; without a user it lets everybody through."""
    pair = base64.b64encode(f"{user}:{password}".encode()).decode()

    async def tunnel(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            async with asyncio.timeout(HEADER_S):
                header = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
            verb, _, rest = header.partition(" ")
            if verb != "CONNECT":
                writer.write(b"HTTP/1.1 405 Method Not Allowed\r\n\r\n")
            elif user and f"Basic {pair}" not in header:
                writer.write(
                    b"HTTP/1.1 407 Proxy Authentication Required\r\n"
                    b'Proxy-Authenticate: Basic realm="school"\r\nContent-Length: 0\r\n\r\n'
                )
            else:
                name, _, number = rest.split(" ", 1)[0].rpartition(":")
                there, back = await asyncio.open_connection(name.strip("[]"), int(number))
                writer.write(b"HTTP/1.1 200 Connection established\r\n\r\n")
                async with asyncio.TaskGroup() as tasks:
                    tasks.create_task(_pour(reader, back))
                    tasks.create_task(_pour(there, writer))
            await writer.drain()
        except (OSError, EOFError, ValueError, asyncio.LimitOverrunError) as error:
            print(f"proxy: {type(error).__name__}", file=sys.stderr)
        finally:
            writer.close()

    return await asyncio.start_server(tunnel, host, port)


async def _pour(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    try:
        while data := await reader.read(CHUNK_BYTES):
            writer.write(data)
            await writer.drain()
    except ConnectionError:
        pass  # the other way ends too
    finally:
        writer.close()


async def main(host: str, port: int, user: str, password: str) -> None:
    """Serve until ended."""
    server = await serve(host, port, user, password)
    print(json.dumps({"port": port}), flush=True)
    async with server:
        await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], int(sys.argv[2]), sys.argv[3], sys.argv[4]))
