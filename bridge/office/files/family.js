// @ts-check
/** The page for parents: hands the code of the sheet over, so that no address keeps it. */

(() => {
  const open = () => {
    const token = location.hash.slice(1);
    if (!token) return;
    // Before anything else: neither the history nor a bookmark keeps the code.
    history.replaceState(null, "", location.pathname);
    const form = document.createElement("form");
    form.method = "post";
    form.action = "/family/open";
    const field = document.createElement("input");
    field.type = "hidden";
    field.name = "token";
    field.value = token;
    form.append(field);
    document.body.append(form);
    form.submit();
  };
  // A second sheet opened in the same tab changes the fragment alone.
  addEventListener("hashchange", open);
  open();
})();
