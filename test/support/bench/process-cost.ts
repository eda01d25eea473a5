import { readFile } from 'node:fs/promises'
import { setTimeout as delay } from 'node:timers/promises'
import { descendantsOf } from '../e2e/processes'

const TICKS_PER_SECOND = 100

const family = async (pid: number): Promise<readonly number[]> => [pid, ...(await descendantsOf(pid))]

/** Memory of a program with all its processes, MB; what they share counts once. Linux only, elsewhere NaN. */
export async function memoryMb(pid: number): Promise<number> {
  let kilobytes = 0
  for (const each of await family(pid)) {
    const text = await readFile(`/proc/${String(each)}/smaps_rollup`, 'utf8').catch(() => '')
    kilobytes += Number(/^Pss:\s+(\d+)/m.exec(text)?.[1] ?? 0)
  }
  return kilobytes === 0 ? Number.NaN : kilobytes / 1_024
}

/** Processor time of a program with all its processes so far, ms. */
async function workedMs(pid: number): Promise<number> {
  let ticks = 0
  for (const each of await family(pid)) {
    const text = await readFile(`/proc/${String(each)}/stat`, 'utf8').catch(() => '')
    // The command name may hold spaces and brackets: the fields that count follow the last one.
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ')
    ticks += Number(fields[11] ?? 0) + Number(fields[12] ?? 0)
  }
  return (ticks / TICKS_PER_SECOND) * 1_000
}

/** Processor time of a process's main thread so far, ms; it does not depend on what else the machine does. Linux only, elsewhere NaN. */
export async function mainThreadMs(pid: number): Promise<number> {
  const path = `/proc/${String(pid)}/task/${String(pid)}/schedstat`
  const text = await readFile(path, 'utf8').catch(() => '')
  return Number(text.split(' ')[0] || Number.NaN) / 1e6
}

/** Share of one processor that a program uses over so long, percent. */
export async function processorPercent(pid: number, ms: number): Promise<number> {
  const before = await workedMs(pid)
  await delay(ms)
  return (((await workedMs(pid)) - before) / ms) * 100
}
