// What a page needs of the browser itself. No inline script anywhere: the policy of the pages refuses it.
(() => {
  const dark = matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light';
  document.cookie = `meridian.theme.machine=${dark}; path=/; max-age=31536000; samesite=lax`;

  // "/" goes to the search, as in many tools.
  document.addEventListener('keydown', e => {
    if (e.key !== '/' || e.ctrlKey || e.metaKey || e.altKey || e.target.closest('input, textarea, select, [contenteditable]')) return;
    const search = document.getElementById('quick-search');
    if (!search) return;
    e.preventDefault();
    search.focus();
  });

  window.meridian = {
    alive: () => { document.documentElement.dataset.alive = 'true'; },
    copy: text => navigator.clipboard.writeText(text),
    // Sends a file with its progress, and gives the answer's status and text.
    upload: (input, url, headers, page) => new Promise(done => {
      const file = typeof input === 'string' ? document.getElementById(input).files[0] : input.files[0];
      const request = new XMLHttpRequest();
      request.open('POST', url);
      for (const [name, value] of Object.entries(headers)) request.setRequestHeader(name, value);
      let last = 0;
      request.upload.onprogress = e => {
        const now = Date.now();
        if (now - last < 200) return;
        last = now;
        page.invokeMethodAsync('Sent', e.loaded, e.total);
      };
      request.onloadend = () => done({ status: request.status, text: request.responseText });
      const form = new FormData();
      form.append('file', file, file.name);
      request.send(form);
    }),
  };
})();
