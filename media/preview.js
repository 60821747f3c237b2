// The script of the preview page. It puts what the panel sends in place, changing only what differs, so that nothing
// flickers and the place that is read stays where it is. The mail's own document runs no script: its frame is sandboxed.
(() => {
  const vscode = acquireVsCodeApi();
  const frame = document.getElementById('mail');
  const data = JSON.parse(document.getElementById('data').textContent);
  let blocks = data.blocks;
  let lastLine;
  let saving;

  vscode.setState({ ...vscode.getState(), ...data.state });

  const mail = () => frame.contentDocument;
  const wrapper = () => mail()?.body?.firstElementChild;

  // ── Height: the page scrolls as a whole, so the frame is as high as its mail.
  const fit = () => {
    const root = mail()?.documentElement;
    if (!root) return;
    const bar = root.scrollWidth > root.clientWidth ? 16 : 0;
    const height = `${Math.max(160, Math.ceil(mail().body.getBoundingClientRect().height)) + bar}px`;
    if (frame.style.height !== height) frame.style.height = height;
  };

  const settle = () => {
    fit();
    new ResizeObserver(fit).observe(mail().body);
    mail().addEventListener('click', followLink);
    mail().addEventListener('auxclick', followLink);
    mail().addEventListener('dblclick', showLine);
    mail().addEventListener('load', fit, true);
    const top = vscode.getState()?.top;
    if (top) scrollTo({ top });
    vscode.postMessage({ type: 'ready' });
  };

  // ── Links open outside; nothing navigates here.
  const followLink = (event) => {
    const link = event.target.closest?.('a[href]');
    if (!link) return;
    event.preventDefault();
    if (event.button === 0 || event.button === 1)
      vscode.postMessage({ type: 'open', url: link.getAttribute('href') });
  };

  // ── Lines: blocks are the children of the mail's one element.
  const blockAt = (line) => blocks.findLast((block) => block.line <= line);

  const topOf = (block) => {
    const element = block && wrapper()?.children[block.index];
    return element
      ? frame.getBoundingClientRect().top + scrollY + element.getBoundingClientRect().top
      : undefined;
  };

  const follow = (line) => {
    lastLine = line;
    const block = blockAt(line);
    const from = topOf(block);
    if (from === undefined || block === blocks[0]) {
      if (from === undefined || line <= block.line) return scrollTo({ top: 0 });
    }
    const next = blocks[blocks.indexOf(block) + 1];
    const to = topOf(next) ?? from;
    const part = next && next.line > block.line ? (line - block.line) / (next.line - block.line) : 0;
    scrollTo({ top: from + (to - from) * part - 12 });
  };

  const showLine = (event) => {
    let element = event.target;
    while (element && element.parentElement !== wrapper()) element = element.parentElement;
    if (!element) return;
    const index = [...wrapper().children].indexOf(element);
    const block = blocks.findLast((candidate) => candidate.index <= index);
    if (block) vscode.postMessage({ type: 'line', line: block.line });
  };

  // ── Content.
  const setPart = (id, html) => {
    const part = document.getElementById(id);
    if (part.dataset.html === html) return;
    part.dataset.html = html;
    part.innerHTML = html;
  };

  /** Keeps the equal children at both ends, and puts the new ones between them. */
  const patchChildren = (current, fresh) => {
    const before = [...current.childNodes];
    const after = [...fresh.childNodes];
    let start = 0;
    while (start < before.length && start < after.length && before[start].isEqualNode(after[start])) start++;
    let end = 0;
    const most = Math.min(before.length, after.length) - start;
    while (end < most && before[before.length - 1 - end].isEqualNode(after[after.length - 1 - end])) end++;
    const rest = before[before.length - end] ?? null;
    before.slice(start, before.length - end).forEach((node) => node.remove());
    after.slice(start, after.length - end).forEach((node) => current.insertBefore(node, rest));
  };

  const showMail = (html) => {
    const body = mail().body;
    const fresh = mail().importNode(new DOMParser().parseFromString(html, 'text/html').body, true);
    const anchor = scrollY > 0 ? firstSeen() : undefined;
    const [was, is] = [wrapper(), fresh.firstElementChild];
    if (was && is && was.cloneNode(false).isEqualNode(is.cloneNode(false))) patchChildren(was, is);
    else body.replaceChildren(...fresh.childNodes);
    fit();
    if (anchor?.element.isConnected)
      scrollBy({ top: anchor.element.getBoundingClientRect().top - anchor.top });
  };

  /** The first block that is seen whole or in part, to hold on to while the mail above it changes. */
  const firstSeen = () => {
    const above = -frame.getBoundingClientRect().top;
    const element = [...(wrapper()?.children ?? [])].find(
      (child) => child.getBoundingClientRect().bottom > above,
    );
    return element && { element, top: element.getBoundingClientRect().top };
  };

  const receive = ({ data: message }) => {
    if (message.type === 'content') {
      blocks = message.blocks;
      setPart('head', message.head);
      setPart('problems', message.problems);
      setPart('notice', message.notice);
      showMail(message.mail);
    } else if (message.type === 'follow' && message.line !== lastLine) follow(message.line);
    else if (message.type === 'failed') {
      const notice = document.getElementById('notice');
      delete notice.dataset.html;
      notice.textContent = message.message;
    }
  };

  document.addEventListener('click', (event) => {
    const button = event.target.closest('button');
    if (button?.dataset.line) vscode.postMessage({ type: 'line', line: Number(button.dataset.line) });
    else if (button?.dataset.action === 'showRemote') vscode.postMessage({ type: 'showRemote' });
  });

  addEventListener('scroll', () => {
    clearTimeout(saving);
    saving = setTimeout(() => vscode.setState({ ...vscode.getState(), top: scrollY }), 200);
  });
  addEventListener('resize', fit);

  const begin = () => {
    addEventListener('message', receive);
    settle();
  };
  if (mail()?.readyState === 'complete' && mail().body?.childNodes.length) begin();
  else frame.addEventListener('load', begin, { once: true });
})();
