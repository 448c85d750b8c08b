/** Runs every variant once per round, in turn, and keeps what each round gave; so that drift hits all alike. */
export async function interleave(variants, rounds, measure) {
  const results = new Map(variants.map((variant) => [variant.name, []]));
  for (let round = 0; round < rounds; round += 1) {
    for (const variant of variants) results.get(variant.name).push(await measure(variant));
  }
  return new Map([...results].map(([name, all]) => [name, medians(all)]));
}

/** The median of each figure by itself. */
function medians(all) {
  return Object.fromEntries(
    Object.keys(all[0])
      .filter((figure) => typeof all[0][figure] === 'number')
      .map((figure) => [figure, median(all.map((one) => one[figure]))]),
  );
}

export function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)];
}

/** The smallest value that so many per cent of the values do not exceed. */
export function percentile(values, percent) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.max(Math.ceil((sorted.length * percent) / 100) - 1, 0)];
}

/** One run of load on a server: requests per second, and microseconds of CPU a request in Node and in PostgreSQL. */
export async function measureLoad(server, load, settings, databaseCpu) {
  const before = await server.ask({ usage: true });
  const databaseBefore = databaseCpu();
  const result = await load.ask({ port: server.port, ...settings });
  const after = await server.ask({ usage: true });
  const databaseAfter = databaseCpu();
  if (result.bad > 0) throw new Error(`${result.bad} unexpected answers, the first: ${result.firstBad}`);
  const cpu = after.cpu.user + after.cpu.system - before.cpu.user - before.cpu.system;
  return {
    perSecond: result.good / result.elapsed,
    perCpuSecond: result.good / (cpu / 1e6),
    nodeMicros: cpu / result.good,
    databaseMicros: ((databaseAfter - databaseBefore) * 1e6) / result.good,
    p50: result.p50,
    p99: result.p99,
    requests: result.good,
  };
}

/** Prints rows of one table; a row is a name, figures, and ratios to others with the aim where there is one. */
export function printTable(title, rows) {
  console.log(`\n${title}`);
  console.log('  variant'.padEnd(46) + 'req/s   req/cpu-s  node µs  pg µs   p50 ms  p99 ms');
  for (const { name, figures: f } of rows) {
    console.log(
      `  ${name}`.padEnd(46) +
        `${Math.round(f.perSecond)}`.padEnd(8) +
        `${Math.round(f.perCpuSecond)}`.padEnd(11) +
        `${f.nodeMicros.toFixed(1)}`.padEnd(9) +
        `${f.databaseMicros.toFixed(1)}`.padEnd(8) +
        `${f.p50.toFixed(2)}`.padEnd(8) +
        f.p99.toFixed(2),
    );
  }
}

const verdicts = [];

/** Prints a ratio beside its aim, and keeps whether it was met. */
export function compare(what, value, aim, { atMost = false } = {}) {
  const met = atMost ? value <= aim : value >= aim;
  verdicts.push(met);
  console.log(
    `  ${met ? 'met   ' : 'MISSED'} ${what}: ${value.toFixed(2)} (aim: ${atMost ? 'at most' : 'at least'} ${aim})`,
  );
}

/** How many aims were met, of how many. */
export function tally() {
  return { met: verdicts.filter(Boolean).length, of: verdicts.length };
}
