import { computed } from 'vue'
import { locale } from './appearance'

/** Numbers and times as people write them in the page's language. */
export function useFormat() {
  const dateTime = computed(
    () => new Intl.DateTimeFormat(locale.value, { dateStyle: 'medium', timeStyle: 'short' }),
  )
  const time = computed(() => new Intl.DateTimeFormat(locale.value, { timeStyle: 'medium' }))
  const integer = computed(() => new Intl.NumberFormat(locale.value, { maximumFractionDigits: 0 }))
  const oneDigit = computed(() => new Intl.NumberFormat(locale.value, { maximumFractionDigits: 1 }))
  const dayOnly = computed(
    () => new Intl.DateTimeFormat(locale.value, { month: 'short', day: 'numeric', timeZone: 'UTC' }),
  )
  const dateOnly = computed(
    () => new Intl.DateTimeFormat(locale.value, { dateStyle: 'medium', timeZone: 'UTC' }),
  )
  const dollars = computed(
    () =>
      new Intl.NumberFormat(locale.value, {
        style: 'currency',
        currency: 'USD',
        currencyDisplay: 'narrowSymbol',
      }),
  )
  const cents = computed(
    () =>
      new Intl.NumberFormat(locale.value, {
        style: 'currency',
        currency: 'USD',
        currencyDisplay: 'narrowSymbol',
        maximumSignificantDigits: 3,
      }),
  )
  const relative = computed(() => new Intl.RelativeTimeFormat(locale.value, { numeric: 'auto' }))

  return {
    dateTime: (instant: string) => dateTime.value.format(new Date(instant)),
    time: (instant: string) => time.value.format(new Date(instant)),
    /** A day of the server's calendar, which is UTC's: "2026-11-23" -> "Nov 23". */
    day: (day: string) => dayOnly.value.format(new Date(`${day}T00:00:00Z`)),
    /** A day with its year: "2026-11-23" -> "Nov 23, 2026". */
    date: (day: string) => dateOnly.value.format(new Date(`${day}T00:00:00Z`)),
    /** US dollars; amounts below one with the digits that count, since pictures cost parts of a cent. */
    money: (amount: number) => (amount > 0 && amount < 1 ? cents : dollars).value.format(amount),
    integer: (value: number) => integer.value.format(value),
    /** 1536 -> "1.5 KB", by 1024. */
    bytes(value: number): string {
      const units = ['B', 'KB', 'MB', 'GB', 'TB']
      let size = value
      let unit = 0
      while (size >= 1024 && unit < units.length - 1) {
        size /= 1024
        unit++
      }
      return `${(size >= 100 ? integer : oneDigit).value.format(size)} ${units[unit]}`
    },
    /** 83,000 ms -> "1:23", 8,300 ms -> "8.3 s", an hour and a half -> "1:30:00". */
    duration(ms: number): string {
      // What would be rounded to a minute is one.
      if (ms < 59_950) return `${oneDigit.value.format(Math.max(0, ms) / 1000)} s`
      const seconds = Math.round(ms / 1000)
      const two = (value: number) => String(value).padStart(2, '0')
      const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60]
      const end = two(seconds % 60)
      return hours > 0 ? `${hours}:${two(minutes)}:${end}` : `${minutes}:${end}`
    },
    /** A limit of time in its natural unit: 86,400,000 ms -> "1 day". */
    span(ms: number): string {
      const units = [
        ['day', 86_400_000],
        ['hour', 3_600_000],
        ['minute', 60_000],
        ['second', 1000],
      ] as const
      const [unit, size] = units.find(([, size]) => ms >= size && ms % size === 0) ?? ['second', 1000]
      return new Intl.NumberFormat(locale.value, { style: 'unit', unit, unitDisplay: 'long' }).format(
        ms / size,
      )
    },
    /** "3 minutes ago"; `now` in ms, so that a ticking clock can be given. */
    ago(instant: string, now: number): string {
      const seconds = Math.round((new Date(instant).getTime() - now) / 1000)
      const steps: [Intl.RelativeTimeFormatUnit, number][] = [
        ['day', 86_400],
        ['hour', 3_600],
        ['minute', 60],
      ]
      for (const [unit, size] of steps) {
        if (Math.abs(seconds) >= size) return relative.value.format(Math.trunc(seconds / size), unit)
      }
      return relative.value.format(Math.min(0, seconds), 'second')
    },
  }
}
