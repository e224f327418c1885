// @ts-check
/** Worker that posts a message at the interval that the page asked for. */

onmessage = ({ data }) => {
  setInterval(() => postMessage(0), data);
};
