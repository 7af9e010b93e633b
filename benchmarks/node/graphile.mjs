// graphile-worker as its documentation tunes it for speed: a local queue of 500, completions batched without delay.
import { Logger, makeWorkerUtils, run as work } from 'graphile-worker';
import pg from 'pg';
import { now, paced, play, produce, ready, run, timed, until } from './run.mjs';

const logger = new Logger(() => () => {});
const pool = new pg.Pool({ connectionString: run.connection, max: Math.max(10, run.producers) });
const utils = await makeWorkerUtils({ pgPool: pool, logger });
await utils.migrate();

const seen = { count: 0, waits: [] };
const taskList = {
  nothing: () => void seen.count++,
  stamped: ({ at }) => { seen.waits.push(now() - at); seen.count++; },
};
const start = () => work({
  pgPool: pool, logger, taskList, noHandleSignals: true,
  preset: { worker: { concurrentJobs: run.slots, localQueue: { size: 500 }, completeJobBatchDelay: 0, failJobBatchDelay: 0 } },
});
const enqueue = async count => {
  for (let done = 0; done < count; done += 1000) {
    await utils.addJobs(Array.from({ length: Math.min(1000, count - done) }, () => ({ identifier: 'nothing', payload: {} })));
  }
};
const left = async () => Number((await pool.query('select count(*) as n from graphile_worker._private_jobs')).rows[0].n);

await play({
  drain: async () => {
    await enqueue(run.count);
    return timed(run.count, async () => {
      await start();
      await until(() => seen.count >= run.count);
      await until(async () => await left() === 0);
    });
  },
  enqueue: () => produce(run.producers, () => utils.addJob('nothing', {})),
  bulk: () => timed(run.count, () => enqueue(run.count)),
  consume: async () => {
    await start();
    ready();
    await until(() => seen.count >= run.count);
    return { count: seen.count, seconds: 0, samples: seen.waits };
  },
  produce: async () => {
    await paced(run.count, at => utils.addJob('stamped', { at }));
    return { count: run.count, seconds: 0 };
  },
});
