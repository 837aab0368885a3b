import { computed } from 'vue'
import { useAppearance } from './appearance'

const DOLLARS = { style: 'currency', currency: 'USD', currencyDisplay: 'narrowSymbol' } as const
const BYTES = ['B', 'KB', 'MB', 'GB', 'TB']
const SPANS = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
  ['second', 1_000],
] as const

/** Numbers and times as people write them in the page's language. */
export function useFormat() {
  const look = useAppearance()
  const dates = (form: Intl.DateTimeFormatOptions) =>
    computed(() => new Intl.DateTimeFormat(look.locale, form))
  const numbers = (form: Intl.NumberFormatOptions) => computed(() => new Intl.NumberFormat(look.locale, form))

  const dateTime = dates({ dateStyle: 'medium', timeStyle: 'short' })
  const time = dates({ timeStyle: 'medium' })
  const dayOnly = dates({ month: 'short', day: 'numeric', timeZone: 'UTC' })
  const dateOnly = dates({ dateStyle: 'medium', timeZone: 'UTC' })
  const integer = numbers({ maximumFractionDigits: 0 })
  const oneDigit = numbers({ maximumFractionDigits: 1 })
  const dollars = numbers(DOLLARS)
  const cents = numbers({ ...DOLLARS, maximumSignificantDigits: 3 })
  const relative = computed(() => new Intl.RelativeTimeFormat(look.locale, { numeric: 'auto' }))

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
      const unit = Math.min(BYTES.length - 1, Math.floor(Math.log2(Math.max(1, value)) / 10))
      const size = value / 1024 ** unit
      return `${(size >= 100 ? integer : oneDigit).value.format(size)} ${BYTES[unit]}`
    },
    /** 83,000 ms -> "1:23", 8,300 ms -> "8.3 s" or "8.3 秒", an hour and a half -> "1:30:00". */
    duration(ms: number): string {
      // What would be rounded to a minute is one.
      if (ms < 59_950)
        return `${oneDigit.value.format(Math.max(0, ms) / 1000)} ${look.locale === 'en' ? 's' : '秒'}`
      const seconds = Math.round(ms / 1000)
      const two = (value: number) => String(value).padStart(2, '0')
      const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60]
      const end = two(seconds % 60)
      return hours > 0 ? `${hours}:${two(minutes)}:${end}` : `${minutes}:${end}`
    },
    /** A limit of time in its natural unit: 86,400,000 ms -> "1 day". */
    span(ms: number): string {
      const [unit, size] =
        SPANS.find(([, size]) => ms >= size && ms % size === 0) ?? (['second', 1_000] as const)
      const long = new Intl.NumberFormat(look.locale, { style: 'unit', unit, unitDisplay: 'long' })
      return spaced(long.format(ms / size))
    },
    /** "3 minutes ago"; `now` in ms, so that a ticking clock can be given. */
    ago(instant: string, now: number): string {
      const ms = Date.parse(instant) - now
      const [unit, size] = SPANS.find(([, size]) => Math.abs(ms) >= size) ?? (['second', 1_000] as const)
      const count = unit === 'second' ? Math.min(0, Math.round(ms / size)) : Math.trunc(ms / size)
      return spaced(relative.value.format(count, unit))
    },
  }
}

/** Between a number and Chinese there is a space. */
function spaced(text: string): string {
  return text.replace(/(\d)(?=\p{Script=Han})/u, '$1 ')
}
