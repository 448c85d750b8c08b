import { KeysInUseRepository } from '@turnpike/challenges';
import { EnvError } from '@turnpike/config';
import type { Env } from '@turnpike/config';
import { readDatabaseState } from '@turnpike/database';
import { EventProgress } from '@turnpike/events';
import { Mailbox } from '@turnpike/mail';
import { HandOverPlans } from '@turnpike/merchants';
import { QueueReport } from '@turnpike/queues';
import { readRedisState, RedisConnections } from '@turnpike/redis';
import { ConnectionCensus } from '@turnpike/wallets';
import { EndpointCensus } from '@turnpike/webhooks';
import { SCHEDULES } from '../../../worker/src/schedules.js';
import type { Command, CommandAnswer, CommandCall } from '../command.js';
import { checkDatabase } from '../doctor/check-database.js';
import { checkEvents } from '../doctor/check-events.js';
import { checkKeys } from '../doctor/check-keys.js';
import { checkNode, checkPublicUrl } from '../doctor/check-machine.js';
import { checkLetters, checkPaidPlans, checkWebhooks } from '../doctor/check-outgoing.js';
import { checkQueues } from '../doctor/check-queues.js';
import { checkRedis } from '../doctor/check-redis.js';
import { checkWallets } from '../doctor/check-wallets.js';
import { fail, ok } from '../doctor/finding.js';
import type { Finding } from '../doctor/finding.js';
import { failureText } from '../failure-text.js';
import { openInstance } from '../instance.js';
import type { Instance } from '../instance.js';
import { operatorBounds } from '../operator-bounds.js';
import { sealedSecrets } from '../sealed-secrets.js';
import { withPartsOf } from '../with-parts.js';
import type { Parts } from '../with-parts.js';

/** Looks at everything that can be wrong with an instance. */
export const doctor: Command = {
  name: 'doctor',
  summary: 'Says what is wrong with this instance and what to do about it.',
  notes: ['Each line is ok, warn or fail. It ends with 1 if anything fails. It changes nothing.'],
  options: {},
  async run(call) {
    const findings: Finding[] = [checkNode(process.version)];
    try {
      const env = call.env();
      findings.push(ok('variables', 'all can be read'), checkPublicUrl(env));
      findings.push(...(await ofInstance(env, call)));
    } catch (error) {
      const about = error instanceof EnvError ? 'variables' : 'database';
      const remedy =
        error instanceof EnvError ? 'the README lists them all' : 'nothing else can be looked at before';
      findings.push(fail(about, failureText(error), remedy));
    }
    return answerOf(findings);
  },
};

async function ofInstance(env: Env, call: CommandCall): Promise<readonly Finding[]> {
  const instance = await openInstance(env, (line) => call.progress(line));
  try {
    const state = await readDatabaseState(instance.databaseUrl);
    const findings = checkDatabase(state);
    if (!state.isSupported || state.pendingMigrations.length > 0) return findings;
    const inside = await withPartsOf(instance, (parts) => ofParts(instance, parts));
    return [...findings, ...inside];
  } finally {
    await instance.close();
  }
}

async function ofParts({ env, embedded }: Instance, { part }: Parts): Promise<readonly Finding[]> {
  const census = part(ConnectionCensus);
  const inUse = await part(KeysInUseRepository).find(new Date(), operatorBounds.keysInUseChallengesMax);
  const redis = await readRedisState(part(RedisConnections));
  const mailbox = part(Mailbox);
  const findings = [
    checkRedis(redis),
    ...checkKeys(env, inUse, await sealedSecrets({ part })),
    checkWallets(await census.health()),
    checkLetters(mailbox.kind, await mailbox.count()),
    checkWebhooks(await part(EndpointCensus).count()),
    checkPaidPlans(await part(HandOverPlans).failing()),
  ];
  if (embedded !== null && !embedded.isRunning)
    return [...findings, ok('schedules', 'the instance does not run, so nothing is scheduled')];
  findings.push(await ofEvents(part(EventProgress)));
  if (redis?.isReachable === false) return findings;
  return [...findings, ...checkQueues(await part(QueueReport).read(), SCHEDULES, Date.now())];
}

async function ofEvents(events: EventProgress): Promise<Finding> {
  const isRestored = await events.isRestored();
  return checkEvents({ isRestored, lags: await events.lags(), oldestWriter: await events.oldestWriter() });
}

function answerOf(findings: readonly Finding[]): CommandAnswer {
  const isBad = findings.some(({ state }) => state === 'fail');
  const lines = findings.flatMap(({ about, state, text, remedy }) => [
    `${state.padEnd(4)}  ${about.padEnd(14)}  ${text}`,
    ...(remedy === null ? [] : [`${' '.repeat(22)}-> ${remedy}`]),
  ]);
  return { isBad, json: { isWell: !isBad, findings }, lines };
}
