// BullMQ on a Redis that flushes its log once a second; finished jobs are kept, as by default.
import { FlowProducer, Queue, Worker } from 'bullmq';
import { now, paced, play, produce, ready, run, timed, until } from './run.mjs';

const url = new URL(run.connection);
const connection = { host: url.hostname, port: Number(url.port), maxRetriesPerRequest: null };
const queue = new Queue('bench', { connection });
await queue.waitUntilReady();

const seen = { count: 0, waits: [] };
const work = async (slots = run.slots) => {
  const worker = new Worker('bench', async job => {
    if (job.data.at) seen.waits.push(now() - job.data.at);
    seen.count++;
  }, { connection, concurrency: slots });
  await worker.waitUntilReady();
  return worker;
};
const enqueue = async count => {
  for (let done = 0; done < count; done += 1000) {
    await queue.addBulk(Array.from({ length: Math.min(1000, count - done) }, () => ({ name: 'nothing', data: {} })));
  }
};

await play({
  drain: async () => {
    await enqueue(run.count);
    return timed(run.count, async () => {
      await work();
      await until(() => seen.count >= run.count);
      await until(async () => await queue.getCompletedCount() >= run.count);
    });
  },
  enqueue: () => produce(run.producers, () => queue.add('nothing', {})),
  bulk: () => timed(run.count, () => enqueue(run.count)),
  consume: async () => {
    await work();
    ready();
    await until(() => seen.count >= run.count);
    return { count: seen.count, seconds: 0, samples: seen.waits };
  },
  produce: async () => {
    await paced(run.count, at => queue.add('stamped', { at }));
    return { count: run.count, seconds: 0 };
  },
  items: async () => {
    await work();
    const flow = new FlowProducer({ connection });
    return timed(run.count, async () => {
      await flow.add({
        name: 'parent', queueName: 'bench', data: {},
        children: Array.from({ length: run.count }, () => ({ name: 'child', queueName: 'bench', data: {} })),
      });
      await until(() => seen.count >= run.count + 1);
    });
  },
});
