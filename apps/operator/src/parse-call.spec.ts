import { parseEnv } from '@turnpike/config';
import { UsageError } from './command.js';
import type { Command } from './command.js';
import { commands } from './commands.js';
import { helpText } from './help-text.js';
import { parseCall } from './parse-call.js';
import type { Asked } from './parse-call.js';

const paint: Command = {
  name: 'wall paint',
  summary: 'Paints a wall.',
  operands: ['wall'],
  options: {
    colour: { value: 'name', meaning: 'which', isRequired: true },
    twice: { meaning: 'two coats' },
  },
  run: () => Promise.resolve({ json: null, lines: [] }),
};
const rest: Command = { ...paint, name: 'rest', operands: [], options: {} };

const parse = (text: string, known: readonly Command[] = [paint, rest]): Asked =>
  parseCall(text === '' ? [] : text.split(' '), known, {
    env: () => parseEnv({}),
    progress: () => undefined,
    signal: new AbortController().signal,
  });

describe('the arguments', () => {
  it('name a command, its options in any place and what it works on', () => {
    const asked = parse('wall paint --twice north --colour=red --json');
    if (asked.is !== 'command') throw new Error('no command');
    const { call, command, isJson } = asked;
    expect([command, isJson, call.operands]).toEqual([paint, true, ['north']]);
    expect([call.requiredText('colour'), call.isOn('twice'), call.text('shade')]).toEqual([
      'red',
      true,
      null,
    ]);
  });

  it.each([
    ['fly', 'there is no command fly'],
    ['wall fly', 'there is no command wall fly'],
    ['wall paint north', 'wall paint needs --colour <name>'],
    ['wall paint --colour red', 'wall paint needs <wall>'],
    ['wall paint --colour red north south', 'wall paint does not take "south"'],
    ['wall paint --colour= north', 'wall paint needs --colour <name>'],
    ['wall paint --colour red --speed 3 north', "Unknown option '--speed'"],
    ['wall paint --colour red --twice=yes north', "Option '--twice' does not take an argument"],
    ['rest well', 'rest does not take "well"'],
  ])('of `%s` are refused in one line that says why', (text, why) => {
    expect(() => parse(text)).toThrow(UsageError);
    expect(() => parse(text)).toThrow(why);
  });

  it.each([
    ['', [paint, rest]],
    ['--help', [paint, rest]],
    ['help', [paint, rest]],
    ['wall', [paint]],
    ['wall --help', [paint]],
    ['wall paint --help', [paint]],
    ['rest -h', [rest]],
  ])('`%s` ask for help', (text, about) => {
    expect(parse(text)).toEqual({ is: 'help', about });
  });
});

describe('the help', () => {
  it('lists every command', () => {
    const text = helpText(commands);
    for (const { name, summary } of commands)
      expect(text).toMatch(new RegExp(`^  ${name} +${summary.slice(0, 20)}`, 'm'));
    expect(commands.map(({ name }) => name)).toEqual([...new Set(commands.map(({ name }) => name))]);
  });

  it.each(commands.map((command) => [command.name, command] as const))(
    'of %s tells every option and operand',
    (name, command) => {
      const asked = parse(`${name} --help`, commands);
      expect(asked).toEqual({ is: 'help', about: [command] });
      const text = helpText([command]);
      for (const [option, { meaning }] of Object.entries(command.options)) {
        expect(text).toContain(`--${option}`);
        expect(text).toContain(meaning);
      }
      for (const operand of command.operands ?? []) expect(text).toContain(`<${operand}>`);
    },
  );
});
