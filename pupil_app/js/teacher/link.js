// @ts-check
/** PURE. Content of the teacher's link: token and class key. No I/O. */

/**
 * The token opens the page at the bridge. The class key is only for sheets and goes to no server;
 * a buddy's link has none, and neither has one from before there were sheets.
 *
 * @typedef {{token: string, key: string | null}} TeacherLink
 */

/** @param {string} fragment of the address, with or without `#` @returns {TeacherLink | null} */
export function teacherLinkOf(fragment) {
  const parts = /^#?([A-Za-z0-9_-]{22})(?:\.([A-Za-z0-9_-]{22}))?$/.exec(fragment);
  return parts ? { token: parts[1], key: parts[2] ?? null } : null;
}
