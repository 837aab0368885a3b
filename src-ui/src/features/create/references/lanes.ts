/** Runs at most that many jobs at a time, the others in their order. */
export function lanes(count: number): <T>(job: () => Promise<T>) => Promise<T> {
  let free = count
  const waiting: (() => void)[] = []

  return async (job) => {
    if (free > 0) free--
    else await new Promise<void>((next) => waiting.push(next))
    try {
      return await job()
    } finally {
      const next = waiting.shift()
      if (next) next()
      else free++
    }
  }
}
