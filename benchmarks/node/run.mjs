// What every peer here shares: the words of a run, stamps as every process of this machine counts them, and producers.
import { parseArgs } from 'node:util';

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { connection: { type: 'string' }, count: { type: 'string' }, slots: { type: 'string' }, producers: { type: 'string' } },
});

export const run = {
  workload: positionals[1],
  connection: values.connection,
  count: Number(values.count ?? 0),
  slots: Number(values.slots ?? 10),
  producers: Number(values.producers ?? 8),
};

export const now = () => Number(process.hrtime.bigint()) / 1e6;
export const pause = ms => new Promise(done => setTimeout(done, ms));
export const say = reading => process.stdout.write(JSON.stringify(reading) + '\n');
export const ready = () => process.stdout.write('ready\n');

export async function until(isSo, seconds = 300) {
  for (const start = now(); !(await isSo());) {
    if (now() - start > seconds * 1000) throw new Error(`not within ${seconds} s`);
    await pause(1);
  }
}

// So many producers, each waiting for its answer before it asks again, for two seconds.
export async function produce(producers, enqueue) {
  await Promise.all(Array.from({ length: producers }, enqueue));
  const start = now();
  const counts = await Promise.all(Array.from({ length: producers }, async () => {
    let count = 0;
    for (; now() - start < 2000; count++) await enqueue();
    return count;
  }));
  return { count: counts.reduce((a, b) => a + b, 0), seconds: (now() - start) / 1000 };
}

// One after the other with pauses of 8 to 20 ms.
export async function paced(count, enqueue) {
  for (let i = 0; i < count; i++) {
    await pause(8 + Math.random() * 12);
    await enqueue(now());
  }
}

export async function timed(count, act) {
  const start = now();
  await act();
  return { count, seconds: (now() - start) / 1000 };
}

export async function play(workloads) {
  const act = workloads[run.workload];
  if (!act) throw new Error(`no run '${run.workload}'`);
  say(await act());
  process.exit(0);
}
