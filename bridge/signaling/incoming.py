"""Messages of one `/signal` WebSocket, and its ends, as aiohttp tells them."""

from aiohttp import WebSocketError, WSCloseCode, WSMsgType, web

from bridge.web.metrics import Metrics


async def next_message(socket: web.WebSocketResponse, metrics: Metrics) -> str | bytes | None:
    """Return the next message, or None when the socket has ended."""
    try:
        message = await socket.receive()
    except ConnectionError:
        # The peer closed the connection before aiohttp had answered its ping.
        metrics.dropped("gone")
        return None
    if message.type is WSMsgType.TEXT:
        return str(message.data)
    if message.type is WSMsgType.BINARY:
        return b"\0"  # a binary message is never JSON
    if message.type is WSMsgType.ERROR:
        error = message.data
        if isinstance(error, ConnectionError):
            metrics.dropped("gone")
            return None
        too_large = isinstance(error, WebSocketError) and error.code == WSCloseCode.MESSAGE_TOO_BIG
        metrics.refused("too_large" if too_large else "malformed")
    return None
