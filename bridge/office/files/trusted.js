// @ts-check
/**
 * Trusted Types of the office. Pages are read as text by htmx and by what keeps a page up to date;
 * whatever could run in it is refused, even though the bridge sends none and the content security
 * policy would not run it. The bridge's own files, which every whole page names, are let through:
 * whoever reads a page as text runs no script of it.
 */

(() => {
  const { trustedTypes } = /** @type {any} */ (globalThis);
  if (!trustedTypes) return;
  const look = trustedTypes.createPolicy("look", { createHTML: (/** @type {string} */ html) => html });

  /** @param {Element} node */
  const isOwnFile = (node) =>
    node.tagName === "SCRIPT" &&
    /^\/office\/files\/[\w.-]+\.js$/.test(node.getAttribute("src") ?? "") &&
    node.textContent === "";

  /** @param {Element} node */
  const runs = (node) =>
    (["SCRIPT", "IFRAME", "OBJECT", "EMBED", "BASE"].includes(node.tagName.toUpperCase()) && !isOwnFile(node)) ||
    [...node.attributes].some(
      ({ name, value }) => name.toLowerCase().startsWith("on") || /^\s*javascript:/i.test(value),
    );

  /**
   * @param {ParentNode} part
   * @returns {Element[]}
   */
  const all = (part) =>
    [...part.querySelectorAll("*")].flatMap((node) => [
      node,
      ...(node instanceof HTMLTemplateElement ? all(node.content) : []),
    ]);

  trustedTypes.createPolicy("default", {
    createHTML: (/** @type {string} */ html) => {
      const inert = new DOMParser().parseFromString(look.createHTML(`<template>${html}</template>`), "text/html");
      if (all(inert).some(runs)) {
        throw new TypeError("HTML with a script");
      }
      return html;
    },
  });
})();
