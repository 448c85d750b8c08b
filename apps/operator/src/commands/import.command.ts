import { withArchiveSource } from '../archive/archive-source.js';
import { importMerchant } from '../archive/import-merchant.js';
import { NOT_MOVED } from '../archive/not-moved.js';
import type { Command } from '../command.js';
import { columns } from '../help-text.js';
import { shellAuthor } from '../shell-author.js';
import { withInstance } from '../instance.js';

/** Brings a merchant in from a file. */
export const importCommand: Command = {
  name: 'import',
  summary: 'Brings a merchant in from a file that turnpike export wrote: all of it, or nothing.',
  notes: [
    'The merchant keeps its number, since its tokens and its sealed secrets are bound to it. Where anything of it exists, nothing is done.',
    'Its tokens go on to verify, and its wallets, webhooks and headers of proxies open, if the keys that they were made under are in the rings of this instance under the same numbers. Otherwise it is refused, unless you give them up.',
    'Call POST /api/merchant/wallets/{id}/check for each wallet after it, so that notices come here.',
    NOT_MOVED,
    'What comes through a pipe is kept in the folder for temporary files first: nothing is written to the database before all of it was read and found whole.',
  ],
  operands: ['file'],
  options: {
    'without-secrets': {
      meaning:
        'leaves out its wallets, its webhooks and the headers of its proxies, which are switched off then; they have to be set up again',
    },
    'accept-lost-tokens': { meaning: 'takes it though tokens that it sold will not verify here' },
  },
  async run(call) {
    const [file = ''] = call.operands;
    const accepted = { secrets: call.isOn('without-secrets'), tokens: call.isOn('accept-lost-tokens') };
    const imported = await withInstance(
      call.env(),
      (line) => call.progress(line),
      ({ env }) =>
        withArchiveSource(file, call.signal, (source) =>
          importMerchant(env, source, accepted, shellAuthor()),
        ),
    );
    const { merchantId, rows } = imported;
    const table = Object.entries(rows).map(([name, count]) => [name, String(count)]);
    return { json: imported, lines: [...columns(table), `merchant ${merchantId} is here`] };
  },
};
