// @ts-check
/** Runs in a worker: says "now" in the pace that the page asked for. */

onmessage = ({ data }) => {
  setInterval(() => postMessage(0), data);
};
