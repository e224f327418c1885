// @ts-check
/** Reading aloud on demand, by a voice of this device: no text ever goes to a voice on the net. */

/** @param {string} language @returns {SpeechSynthesisVoice | null} */
function localVoice(language) {
  const voices = globalThis.speechSynthesis?.getVoices() ?? [];
  return voices.find((one) => one.localService && one.lang.toLowerCase().startsWith(language)) ?? null;
}

/** @param {string} language @returns {boolean} */
export const mayReadAloud = (language) => localVoice(language) !== null;

/** @param {string} text @param {string} language */
export function readAloud(text, language) {
  const voice = localVoice(language);
  if (!voice) return;
  const said = new SpeechSynthesisUtterance(text);
  said.voice = voice;
  said.lang = voice.lang;
  speechSynthesis.cancel();
  speechSynthesis.speak(said);
}
