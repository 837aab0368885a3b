/** Reads a JSON value of local storage; the fallback when there is none or it cannot be read. */
export function readStored<T>(key: string, fallback: T, valid: (value: unknown) => value is T): T {
  try {
    const text = localStorage.getItem(key)
    if (text === null) return fallback
    const value: unknown = JSON.parse(text)
    return valid(value) ? value : fallback
  } catch {
    return fallback
  }
}

/** Keeps a JSON value in local storage; a full or forbidden storage keeps nothing, and the page goes on. */
export function writeStored(key: string, value: unknown): boolean {
  try {
    localStorage.setItem(key, JSON.stringify(value))
    return true
  } catch {
    return false
  }
}
