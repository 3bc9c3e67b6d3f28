// The field in which rules are written: colours behind the text, proposals, help for the word at hand. The text is the browser's, so no key waits for the server; the server says what could
// come next, and what is wrong (RuleEditor.razor).
(() => {
  const editors = new WeakMap();
  const delay = 150;    // until proposals are asked for
  const told = 350;     // between two tellings of the text: a killed server loses nothing older than this and the way there
  const tokens = /(#[^\n]*)|("(?:\\.|[^"\\\n])*"?|“[^”\n]*”?|「[^」\n]*」?|'(?:\\.|[^'\\\n])*'?)|(\d{4}-\d\d-\d\d[T:\dZ.]*|\d+(?:\.\d+)?)|([\p{L}_][\p{L}\p{M}\p{N}_]*)/gu;

  class Editor {
    constructor(root, page, text, language) {
      this.root = root; this.page = page; this.marks = []; this.items = []; this.at = -1; this.asked = 0;
      this.words = new Set([...language.keywords, ...language.units]);
      this.functions = new Map(language.functions.map(f => [f.name, f]));
      const of = name => root.querySelector('.rule-' + name);
      [this.field, this.layer, this.popup, this.tip, this.help] = [of('text'), of('layer'), of('popup'), of('tip'), of('help')];
      // Until now the field took nothing: what was typed before the page is alive would be lost.
      this.field.value = this.text = text;
      this.field.readOnly = false;
      const on = (to, name, what) => to.addEventListener(name, what);
      on(this.field, 'input', e => this.changed(e));
      on(this.field, 'keydown', e => this.key(e));
      on(this.field, 'blur', () => setTimeout(() => { if (!this.root.contains(document.activeElement)) this.hide(); }, 150));
      on(this.field, 'scroll', () => { this.layer.scrollTop = this.field.scrollTop; this.hide(); });
      on(this.field, 'click', () => { this.hide(); this.explain(); });
      on(this.field, 'keyup', () => this.explain());
      on(this.field, 'mousemove', e => this.hover(e));
      on(this.field, 'mouseleave', () => { this.tip.hidden = true; });
      on(this.popup, 'mousedown', e => {
        e.preventDefault();
        const item = e.target.closest('li');
        if (item) this.take(Number(item.dataset.at));
      });
      this.paint();
    }

    // Colours, and what is wrong underlined. Every stretch is a span, so that places can be measured.
    paint() {
      const cuts = new Set([0, this.text.length]);
      const kinds = [];
      for (const found of this.text.matchAll(tokens)) {
        const end = found.index + found[0].length;
        const called = /^\s*\(/.test(this.text.slice(end));
        const lower = found[0].toLowerCase();
        const kind = found[1] ? 'comment' : found[2] ? 'text' : found[3] ? 'number' : called && this.functions.has(lower) ? 'function' : this.words.has(lower) ? 'word' : 'name';
        kinds.push([found.index, end, kind]);
        cuts.add(found.index).add(end);
      }
      for (const mark of this.marks) cuts.add(mark.start).add(mark.end);
      const places = [...cuts].sort((a, b) => a - b);
      const into = document.createDocumentFragment();
      for (let i = 0; i + 1 < places.length; i++) {
        const [from, to] = [places[i], places[i + 1]];
        const span = document.createElement('span');
        span.textContent = this.text.slice(from, to);
        const kind = kinds.find(k => k[0] <= from && to <= k[1]);
        const mark = this.marks.find(m => m.start <= from && to <= m.end);
        span.className = (kind ? 'r-' + kind[2] : '') + (mark ? mark.error ? ' r-error' : ' r-warning' : '');
        if (kind && kind[2] === 'function') span.dataset.word = span.textContent.toLowerCase();
        if (mark) span.dataset.says = mark.message;
        into.append(span);
      }
      // A last empty line has no height of its own.
      into.append('\n');
      this.layer.replaceChildren(into);
      this.layer.scrollTop = this.field.scrollTop;
      const lines = Math.min(20, this.text.split('\n').length + 1);
      if (lines > this.field.rows) this.field.rows = lines;
    }

    changed(event) {
      this.move(this.field.value);
      this.paint();
      this.tell();
      clearTimeout(this.waiting);
      const typed = event && event.data;
      const before = this.text[this.field.selectionStart - 1] || '';
      if (!this.quiet && event && (typed || event.inputType.startsWith('deleteContent')) && (/[\p{L}_".:,(=]/u.test(before) || !this.popup.hidden)) this.waiting = setTimeout(() => this.ask(false), delay);
      else this.hide();
    }

    // What was marked moves with the text; what was changed itself is marked no more.
    move(text) {
      let front = 0, back = 0;
      const [was, most] = [this.text, Math.min(this.text.length, text.length)];
      while (front < most && was[front] === text[front]) front++;
      while (back < most - front && was[was.length - 1 - back] === text[text.length - 1 - back]) back++;
      const by = text.length - was.length;
      this.marks = this.marks.filter(m => m.end <= front || m.start >= was.length - back).map(m => m.start >= was.length - back ? { ...m, start: m.start + by, end: m.end + by } : m);
      this.text = text;
    }

    tell() {
      if (this.telling) return;
      this.telling = setTimeout(() => { this.telling = 0; this.page.invokeMethodAsync('Changed', this.text); }, told);
    }

    async ask(always) {
      const [turn, text, caret] = [++this.asked, this.text, this.field.selectionStart];
      if (caret !== this.field.selectionEnd) return;
      const given = await this.page.invokeMethodAsync('Complete', text, caret);
      if (turn !== this.asked || text !== this.text || caret !== this.field.selectionStart || document.activeElement !== this.field) return;
      const whole = text.slice(given.start, given.start + given.length);
      // What stands there already as it would be written is no proposal.
      if (given.items.length === 0 || (!always && given.items.length === 1 && given.items[0].insert === whole)) return this.hide();
      this.given = given;
      this.show();
    }

    show() {
      this.items = this.given.items;
      this.popup.replaceChildren(...this.items.map((item, at) => {
        const line = document.createElement('li');
        line.setAttribute('role', 'option');
        line.id = `${this.popup.id}-${at}`;
        line.dataset.at = at;
        const kind = document.createElement('i'), text = document.createElement('b'), detail = document.createElement('span');
        kind.className = 'k-' + item.kind;
        text.textContent = item.text;
        detail.textContent = item.detail || '';
        line.append(kind, text, detail);
        return line;
      }));
      this.popup.hidden = false;
      this.field.setAttribute('aria-controls', this.popup.id);
      const box = this.field.getBoundingClientRect(), place = this.place(this.given.start);
      const left = Math.max(0, Math.min(place.left - box.left, box.width - this.popup.offsetWidth - 2));
      this.popup.style.left = left + 'px';
      this.popup.style.top = place.bottom - box.top + 4 + 'px';
      this.mark(0);
    }

    hide() {
      this.asked++;
      clearTimeout(this.waiting);
      this.popup.hidden = true;
      this.items = [];
      this.at = -1;
      this.field.removeAttribute('aria-activedescendant');
      this.field.removeAttribute('aria-controls');
    }

    mark(at) {
      this.at = (at + this.items.length) % this.items.length;
      [...this.popup.children].forEach((line, i) => line.setAttribute('aria-selected', i === this.at));
      const line = this.popup.children[this.at];
      line.scrollIntoView({ block: 'nearest' });
      this.field.setAttribute('aria-activedescendant', line.id);
    }

    take(at) {
      const { start, length } = this.given, insert = this.items[at].insert, caret = insert.indexOf('$0');
      const plain = insert.replace('$0', '');
      this.hide();
      this.replace(start, length, plain);
      // sum("|".): on with the event; country in (|): on with the list.
      const to = start + (caret < 0 ? plain.length : caret);
      this.field.setSelectionRange(to, to);
      if (caret >= 0 || /[\s:]$/.test(plain)) this.waiting = setTimeout(() => this.ask(false), 50);
    }

    key(e) {
      if ((e.ctrlKey || e.metaKey) && e.key === ' ') { e.preventDefault(); return this.ask(true); }
      // Proposals that are on their way stay away; back with Shift and Tab is never taken for one.
      if (e.key === 'Escape' && this.popup.hidden || e.key === 'Tab' && e.shiftKey) return this.hide();
      if (this.popup.hidden) return;
      const page = 8;
      switch (e.key) {
        case 'ArrowDown': this.mark(this.at + 1); break;
        case 'ArrowUp': this.mark(this.at - 1); break;
        case 'PageDown': this.mark(Math.min(this.items.length - 1, this.at + page)); break;
        case 'PageUp': this.mark(Math.max(0, this.at - page)); break;
        case 'Enter': case 'Tab': this.take(this.at); break;
        case 'Escape': this.hide(); break;
        default: return;
      }
      e.preventDefault();
      e.stopPropagation();
    }

    // As if it were typed, so that Ctrl-Z takes it back.
    replace(start, length, text) {
      this.field.focus();
      this.field.setSelectionRange(start, start + length);
      this.quiet = true;
      if (!document.execCommand('insertText', false, text)) {
        this.field.setRangeText(text, start, start + length, 'end');
        this.changed(null);
      }
      this.quiet = false;
    }

    place(offset) {
      let left = offset;
      for (const span of this.layer.childNodes) {
        const node = span.firstChild || span;
        if (left <= node.length) {
          const range = document.createRange();
          range.setStart(node, left);
          range.collapse(true);
          const box = range.getBoundingClientRect();
          return box.height ? box : (span.getBoundingClientRect ? span : this.layer).getBoundingClientRect();
        }
        left -= node.length;
      }
      return this.layer.getBoundingClientRect();
    }

    // The function in whose brackets the caret stands, with what it is for.
    explain() {
      const before = this.text.slice(0, this.field.selectionStart);
      let depth = 0, found = null;
      for (let i = before.length - 1; i >= 0 && !found; i--) {
        if (before[i] === ')') depth++;
        else if (before[i] === '(' && depth-- === 0) {
          const name = /([\p{L}_]+)\s*$/u.exec(before.slice(0, i));
          found = name && this.functions.get(name[1].toLowerCase());
          depth = 0;
        }
      }
      const word = /[\p{L}_]*$/u.exec(before)[0] + /^[\p{L}_]*/u.exec(this.text.slice(before.length))[0];
      const help = this.functions.get(word.toLowerCase()) || found;
      const says = help ? `${help.signature}: ${help.help}` : '';
      if (this.help.textContent !== says) this.help.textContent = says;
    }

    hover(e) {
      const span = document.elementsFromPoint(e.clientX, e.clientY).find(s => s.parentNode === this.layer && (s.dataset.word || s.dataset.says));
      const help = span && span.dataset.word && this.functions.get(span.dataset.word);
      const says = span && (span.dataset.says || (help ? `${help.signature}\n${help.help}` : ''));
      this.tip.hidden = !says;
      if (!says) return;
      this.tip.textContent = says;
      const box = this.field.getBoundingClientRect(), of = span.getBoundingClientRect();
      this.tip.style.left = Math.max(0, Math.min(of.left - box.left, box.width - this.tip.offsetWidth)) + 'px';
      this.tip.style.top = of.bottom - box.top + 4 + 'px';
    }
  }

  window.meridian.rule = {
    start: (root, page, text, language) => { editors.set(root, new Editor(root, page, text, language)); },
    stop: root => { const editor = editors.get(root); if (editor) { clearTimeout(editor.telling); clearTimeout(editor.waiting); } },
    set: (root, text, byHand) => {
      const editor = editors.get(root);
      if (!editor || editor.field.value === text) return;
      if (byHand) return editor.replace(0, editor.text.length, text);
      editor.move(text);
      editor.field.value = text;
      editor.paint();
    },
    notes: (root, text, notes) => {
      const editor = editors.get(root);
      if (!editor || editor.text !== text) return;
      editor.marks = notes.map(n => ({ start: n.length ? n.start : Math.max(0, n.start - 1), end: n.length ? n.start + n.length : n.start, error: n.isError, message: n.message }));
      editor.paint();
    },
    replace: (root, start, length, text) => editors.get(root)?.replace(start, length, text),
    select: (root, start, length) => {
      const editor = editors.get(root);
      editor?.field.focus();
      editor?.field.setSelectionRange(start, start + length);
    },
  };
})();
