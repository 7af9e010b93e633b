// pg-boss with batches of 100 in ten loops, and LISTEN/NOTIFY where waits are measured.
import { PgBoss } from 'pg-boss';
import { now, paced, play, produce, ready, run, timed, until } from './run.mjs';

const listening = run.workload === 'consume' || run.workload === 'produce';
const boss = new PgBoss({
  connectionString: run.connection, max: Math.max(20, run.producers), supervise: false, schedule: false, useListenNotify: listening,
});
boss.on('error', error => console.error(error.message));
await boss.start();
const queue = 'bench';
await boss.createQueue(queue, listening ? { notify: true } : {});

const seen = { count: 0, waits: [] };
const options = { batchSize: 100, localConcurrency: run.slots >= 10 ? 10 : run.slots, burstWhenBatchFull: true, pollingIntervalSeconds: 0.5 };
const handle = async jobs => {
  for (const job of jobs) {
    if (job.data?.at) seen.waits.push(now() - job.data.at);
    seen.count++;
  }
};
const enqueue = async count => {
  for (let done = 0; done < count; done += 1000) {
    await boss.insert(queue, Array.from({ length: Math.min(1000, count - done) }, () => ({ data: {} })));
  }
};
const open = async () => {
  const { rows } = await boss.getDb().executeSql(`select count(*) as n from pgboss.job where name = $1 and state < 'completed'`, [queue]);
  return Number(rows[0].n);
};

await play({
  drain: async () => {
    await enqueue(run.count);
    return timed(run.count, async () => {
      await boss.work(queue, options, handle);
      await until(() => seen.count >= run.count);
      await until(async () => await open() === 0);
    });
  },
  enqueue: () => produce(run.producers, () => boss.send(queue, {})),
  bulk: () => timed(run.count, () => enqueue(run.count)),
  consume: async () => {
    await boss.work(queue, { batchSize: 1, pollingIntervalSeconds: 2 }, handle);
    ready();
    await until(() => seen.count >= run.count);
    return { count: seen.count, seconds: 0, samples: seen.waits };
  },
  produce: async () => {
    await paced(run.count, at => boss.send(queue, { at }));
    return { count: run.count, seconds: 0 };
  },
});
