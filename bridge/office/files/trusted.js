// @ts-check
/**
 * Trusted Types of the office. htmx hands over HTML as text; whatever could run in it is refused, even
 * though the bridge sends none and the content security policy would not run it.
 */

(() => {
  const { trustedTypes } = /** @type {any} */ (globalThis);
  if (!trustedTypes) return;
  const look = trustedTypes.createPolicy("look", { createHTML: (/** @type {string} */ html) => html });

  /** @param {Element} node */
  const runs = (node) =>
    ["SCRIPT", "IFRAME", "OBJECT", "EMBED", "BASE"].includes(node.tagName.toUpperCase()) ||
    [...node.attributes].some(
      ({ name, value }) => name.toLowerCase().startsWith("on") || /^\s*javascript:/i.test(value),
    );

  trustedTypes.createPolicy("default", {
    createHTML: (/** @type {string} */ html) => {
      const inert = new DOMParser().parseFromString(look.createHTML(`<template>${html}</template>`), "text/html");
      const { content } = /** @type {HTMLTemplateElement} */ (inert.querySelector("template"));
      if ([...content.querySelectorAll("*"), ...inert.querySelectorAll("body *")].some(runs)) {
        throw new TypeError("HTML with a script");
      }
      return html;
    },
  });
})();
