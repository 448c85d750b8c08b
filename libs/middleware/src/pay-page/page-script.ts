/**
 * The script of the pay page, the same for every challenge, whose data stand in attributes of the body: so its digest can
 * stand in the page's policy. It takes the preimage from a wallet in the browser (WebLN) or from the payer's hand, and asks for the
 * same address again with it.
 */
export const PAGE_SCRIPT = `(() => {
  const $ = (id) => document.getElementById(id);
  const { macaroon, invoice, expires, status } = document.body.dataset;
  let open = false;
  let asking = null;
  const say = (text) => { $('say').textContent = text; };
  const wait = (millis) => new Promise((go) => setTimeout(go, millis));

  for (const button of document.querySelectorAll('[data-copy]')) {
    const label = button.textContent;
    button.onclick = async () => {
      await navigator.clipboard.writeText(button.dataset.copy);
      button.textContent = 'Copied';
      await wait(3000);
      button.textContent = label;
    };
  }

  async function unlock(preimage) {
    if (asking === preimage) return;
    asking = preimage;
    await ask(preimage).finally(() => { asking = null; });
  }

  async function ask(preimage) {
    for (let tries = 0; tries < 5; tries += 1) {
      say('Asking for what you paid for ...');
      const headers = { Authorization: 'L402 ' + macaroon + ':' + preimage, Accept: 'text/html,*/*;q=0.8' };
      const answer = await fetch(location.href, { headers, cache: 'no-store' }).catch(() => null);
      if (answer && !(await isUnverified(answer))) return show(answer, preimage);
      say('The payment cannot be verified at the moment. Trying again; do not pay again.');
      await wait(1000 * Number((answer && answer.headers.get('Retry-After')) || 3));
    }
    say('The payment could not be verified yet. Keep the preimage and try again later; do not pay again.');
  }

  async function isUnverified(answer) {
    if (answer.status !== 503) return false;
    const told = await answer.clone().json().catch(() => null);
    return told !== null && told.error === 'verification_unavailable';
  }

  async function show(answer, preimage) {
    const type = answer.headers.get('Content-Type') || '';
    if (answer.status === 402) {
      const told = await answer.json().catch(() => ({}));
      return say('Not accepted: ' + (told.message || 'the preimage does not fit') + '.');
    }
    open = true;
    if (answer.status >= 500) {
      // A new page would ask for another payment, so this one stays.
      say('The answer is ' + answer.status + ', not what you paid for. Keep this page, and do not pay again.');
      const again = document.createElement('button');
      again.textContent = 'Ask again';
      again.onclick = () => unlock(preimage);
      return $('say').append(' ', again);
    }
    const blob = await answer.blob();
    const url = URL.createObjectURL(blob);
    const isText = blob.size < 1e6 && /text|json|xml/.test(type);
    const kind = /^image\\//.test(type) ? 'img' : /html/.test(type) ? 'iframe' : isText ? 'pre' : 'p';
    const view = document.createElement(kind);
    if (kind === 'img') view.alt = '';
    if (kind === 'iframe') view.setAttribute('sandbox', '');
    if (kind === 'pre') view.textContent = await blob.text();
    else if (kind === 'p') view.textContent = 'Ready to be saved.';
    else view.src = url;
    const save = document.createElement('a');
    // Of a type that no browser opens: opened, it would be a page of this very address.
    save.href = URL.createObjectURL(new Blob([blob], { type: 'application/octet-stream' }));
    save.download = location.pathname.split('/').pop() || 'answer';
    save.textContent = 'Save';
    save.className = 'button';
    $('pay').replaceChildren(view, save);
    $('pay').before($('say'));
    say(answer.ok ? 'Paid.' : 'Paid, but the answer is ' + answer.status + '.');
  }

  const field = $('preimage');
  const take = (isWhole) => {
    const preimage = field.value.trim();
    if (/^[0-9a-f]{64}$/i.test(preimage)) void unlock(preimage);
    else if (isWhole || preimage.length >= 64) say('A preimage is 64 hex digits: 0 to 9 and a to f.');
  };
  field.oninput = () => take(false);
  $('prove').onsubmit = (event) => {
    event.preventDefault();
    take(true);
  };

  if (window.webln) {
    const button = $('pay-here');
    button.hidden = false;
    button.onclick = async () => {
      try {
        await window.webln.enable();
        const { preimage } = await window.webln.sendPayment(invoice);
        field.value = preimage;
        await unlock(preimage);
      } catch {
        say('The wallet did not pay, or did not say so. Look there before you pay again.');
      }
    };
  }

  const shownBy = /^lnbcrt/i.test(invoice) ? 'that the sandbox answered' : 'that your wallet shows';
  const until = Date.parse(expires);
  void (async () => {
    while (!open && Date.now() < until) {
      await wait(2000);
      if (!status || open) continue;
      const answer = await fetch(status, { cache: 'no-store' }).catch(() => null);
      const told = answer && answer.ok ? await answer.json().catch(() => null) : null;
      // Opened meanwhile, it has more to say than that it is paid.
      if (!open && told && told.status === 'paid') return say('Paid. Paste the preimage ' + shownBy + '.');
    }
    if (!open) say('The invoice has expired. Reload the page for a new one, unless you have paid.');
  })();
})();`;

/** The digest of the script, for the page's policy. */
export const PAGE_SCRIPT_SHA256 = 'aTD8K5KHsXeFiyK3HdrLH6oGVyQ0WhNcl3/V5QnraNU=';
