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

  // Ctrl-K (or Command-K) goes anywhere; the arrows are the list's.
  document.addEventListener('keydown', e => {
    if ((e.ctrlKey || e.metaKey) && !e.altKey && !e.shiftKey && e.key.toLowerCase() === 'k') {
      const palette = document.getElementById('palette');
      if (!palette) return;
      e.preventDefault();
      if (palette.open) { palette.close(); return; }
      palette.showModal();
      palette.querySelector('input').select();
    } else if (e.target.id === 'palette-text' && !e.isComposing && ['ArrowUp', 'ArrowDown', 'Enter'].includes(e.key)) e.preventDefault();
  });
  // Beside it is away from it.
  document.addEventListener('click', e => { if (e.target.id === 'palette') e.target.close(); });

  // A server that was restarted knows nothing of the page's circuit. What matters is in the address and in drafts on the server, so the page is loaded anew as soon as the server is there, and nobody is asked to.
  const comeBack = async () => {
    for (;;) {
      const there = await fetch('/healthz', { cache: 'no-store' }).then(a => a.ok, () => false);
      if (there) break;
      await new Promise(done => setTimeout(done, 1000));
    }
    location.reload();
  };
  let coming = false;
  document.addEventListener('components-reconnect-state-changed', e => {
    if (coming || !['failed', 'rejected', 'resume-failed'].includes(e.detail?.state)) return;
    coming = true;
    comeBack();
  }, true);

  window.meridian = {
    alive: () => { document.documentElement.dataset.alive = 'true'; },
    copy: text => navigator.clipboard.writeText(text),
    // What a session needs to change something at the API.
    token: async () => (await fetch('/form-token', { cache: 'no-store' })).text(),
    // Sends a file as it is, with its progress, and gives the answer's status and text; status 0: it did not arrive.
    upload: async (id, url, page) => {
      const file = document.getElementById(id).files[0];
      const token = await window.meridian.token().catch(() => '');
      return new Promise(done => {
        const request = new XMLHttpRequest();
        window.meridian.sending = request;
        request.open('POST', url);
        request.setRequestHeader('X-Form-Token', token);
        request.setRequestHeader('X-File-Name', encodeURIComponent(file.name));
        let last = 0;
        request.upload.onprogress = e => {
          const now = Date.now();
          if (now - last < 250 && e.loaded < e.total) return;
          last = now;
          page.invokeMethodAsync('Sent', e.loaded, e.total);
        };
        request.onloadend = () => done({ status: request.status, text: request.responseText });
        request.send(file);
      });
    },
    stopUpload: () => window.meridian.sending?.abort(),
    fileOf: id => { const file = document.getElementById(id)?.files[0]; return file ? { name: file.name, bytes: file.size } : null; },
    showChosen: () => document.querySelector('#palette [aria-selected=true]')?.scrollIntoView({ block: 'nearest' }),
    closePalette: () => document.getElementById('palette')?.close(),
    clearFile: id => { const input = document.getElementById(id); if (input) input.value = ''; },
  };
})();
