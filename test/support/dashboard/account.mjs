// Guards an account at a real instance by each way that there is, and signs in by it, with pictures where they are wanted.
// Runs as a process of its own: node test/support/dashboard/account.mjs '<JSON of base, operatorKey and shots>'
import { Secret, TOTP } from 'otpauth';
import { button, enterAs, heading, leave, picture, told } from './real-instance.mjs';
import { base, clickUntilTold, walkAll } from './walk-all.mjs';

const password = 'a long sentence of my own';

/** The code of a secret, so many time steps from now: each step is good once, and the next one is taken already. */
const codeOf = (secret, steps = 0) =>
  new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: Date.now() + steps * 30_000 });

async function security(page) {
  await page.goto(`${base}/dashboard/security`);
  await heading(page, 'Sign-in & security').waitFor();
}

/** Signs in by password and code, and says what the first answer was. */
async function enterByCode(page, address, code) {
  await page.locator('input[name=email]').fill(address);
  await page.locator('input[name=password]').fill(password);
  await button(page, 'Sign in').click();
  await heading(page, 'Second factor').waitFor();
  await page.getByLabel('Code').fill(code);
  await picture(page, 'code');
  await button(page, 'Go on').click();
}

await walkAll({
  async 'a second factor, from its set-up to its end'(page) {
    const address = 'totp@account.example';
    await enterAs(page, address);
    await security(page);
    await page.getByLabel('New password').fill(password);
    await clickUntilTold(button(page, 'Set password'), 'The password is set.');
    await picture(page, 'security');
    await button(page, 'Set up').click();
    const dialog = page.getByRole('dialog');
    const secret = (await dialog.getByText(/^[A-Z2-7]{32}$/).innerText()).trim();
    await picture(page, 'scan');
    await dialog.getByLabel('Code').fill(codeOf(secret));
    await button(page, 'Switch on').click();
    const codes = (await page.getByRole('group', { name: 'recovery codes' }).innerText()).trim().split(/\s+/);
    await picture(page, 'recovery-codes');
    await button(page, 'I have stored it').click();
    await page.getByText('Keep the recovery codes').waitFor();

    await leave(page);
    await enterByCode(page, address, codeOf(secret, 1));
    await heading(page, 'Overview').waitFor();
    await leave(page);
    await enterByCode(page, address, codes[0]);
    await heading(page, 'Overview').waitFor();

    await security(page);
    await button(page, 'Switch off').click();
    const end = dialog.getByRole('button', { name: 'Switch off' });
    await dialog.getByLabel('Code').fill(codes[0]);
    await end.click();
    const again = await dialog.getByRole('alert').innerText();
    await picture(page, 'switch-off');
    await dialog.getByLabel('Code').fill(codes[1]);
    await clickUntilTold(end, 'The second factor is off.');
    return { codes: codes.length, again };
  },
  async 'a passkey, from its making to its end'(page, context) {
    const devtools = await context.newCDPSession(page);
    await devtools.send('WebAuthn.enable');
    const device = {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
    };
    const { authenticatorId } = await devtools.send('WebAuthn.addVirtualAuthenticator', {
      options: { ...device, isUserVerified: true },
    });
    await enterAs(page, 'passkey@account.example');
    await security(page);
    const goOn = button(page, 'Go on in the browser');
    const begin = async () => {
      await button(page, 'Add a passkey').first().click();
      await page.getByLabel('Name').fill('Laptop');
    };
    await begin();
    await clickUntilTold(goOn, 'The passkey is added.');
    await picture(page, 'passkey');
    await begin();
    await goOn.click();
    const twice = await page.getByRole('dialog').getByRole('alert').innerText();
    await picture(page, 'passkey-twice');
    await button(page, 'Cancel').click();

    await leave(page);
    await button(page, 'Sign in with a passkey').click();
    await heading(page, 'Overview').waitFor();
    await security(page);
    await button(page, 'Actions for Laptop').click();
    await page.getByRole('menuitem', { name: 'Remove' }).click();
    await picture(page, 'passkey-remove');
    await button(page, 'Remove passkey').click();
    await told(page, 'No passkey yet');

    await leave(page);
    await button(page, 'Sign in with a passkey').click();
    const removed = await page.getByRole('alert').innerText();
    await picture(page, 'passkey-removed');
    await devtools.send('WebAuthn.setUserVerified', { authenticatorId, isUserVerified: false });
    await button(page, 'Sign in with a passkey').click();
    await told(page, 'No passkey was used');
    const cancelled = await page.getByRole('alert').innerText();
    await picture(page, 'passkey-cancelled');
    return { twice, removed, cancelled };
  },
});
