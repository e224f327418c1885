// @ts-check
// The smallest page that talks to aiortc as its own examples do: picture down, sound both ways.

const button = /** @type {HTMLButtonElement} */ (document.querySelector("button"));
const video = /** @type {HTMLVideoElement} */ (document.querySelector("video"));

async function join() {
  const voice = await navigator.mediaDevices.getUserMedia({ audio: true });
  const peer = new RTCPeerConnection({ iceServers: [] });
  for (const track of voice.getTracks()) peer.addTrack(track, voice);
  peer.addTransceiver("video", { direction: "recvonly" });
  peer.createDataChannel("control", { ordered: false, maxRetransmits: 0 });
  const classroom = new MediaStream();
  video.srcObject = classroom;
  const low = location.search === "?low";
  peer.ontrack = ({ track, receiver }) => {
    if (low) /** @type {any} */ (receiver).jitterBufferTarget = 0;
    classroom.addTrack(track);
  };
  const gathered = new Promise((resolve) => {
    peer.onicecandidate = ({ candidate }) => candidate || resolve(undefined);
  });
  await peer.setLocalDescription();
  await gathered;
  const answer = await fetch("offer", {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(peer.localDescription),
  });
  await peer.setRemoteDescription(await answer.json());
}

button.onclick = join;
