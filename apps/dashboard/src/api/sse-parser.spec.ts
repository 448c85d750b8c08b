import { SseParser } from './sse-parser.js';

describe('the reader of server-sent events', () => {
  const text = 'id: 7\nevent: challenge.paid\ndata: {"a":1}\n\n: still here\n\nid: 8\ndata: x\ndata: y\n\n';
  const both = [
    { id: '7', event: 'challenge.paid', data: '{"a":1}' },
    { id: '8', event: 'message', data: 'x\ny' },
  ];

  it('gives the messages and passes over comments', () => {
    expect(new SseParser().push(text)).toEqual(both);
  });

  it('gives the same wherever the text is cut', () => {
    for (let cut = 0; cut <= text.length; cut += 1) {
      const parser = new SseParser();
      expect([...parser.push(text.slice(0, cut)), ...parser.push(text.slice(cut))]).toEqual(both);
    }
  });

  it('takes any line break, also one that comes in two pieces', () => {
    const parser = new SseParser();
    expect(parser.push('data: 1\r\n\r')).toEqual([]);
    expect(parser.push('\ndata: 2\r\r')).toEqual([{ id: '', event: 'message', data: '1' }]);
    expect(parser.push('\n')).toEqual([{ id: '', event: 'message', data: '2' }]);
  });

  it('keeps what is not ended yet', () => {
    const parser = new SseParser();
    expect(parser.push('data: half')).toEqual([]);
    expect(parser.push(' done\n\n')).toEqual([{ id: '', event: 'message', data: 'half done' }]);
  });
});
