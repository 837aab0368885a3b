/**
 * Variables of a template's prompt: `{subject}`, `{subject|what it is when nothing is typed}`. Two braces are one that is meant: `{{` and
 * `}}`. A name is one line of at most 40 characters without braces and bars; what is anything else, such as JSON, stays as it is.
 */
export interface Variable {
  name: string
  /** Undefined when it has to be typed. */
  usual?: string
}

type Part = string | (Variable & { written: string })

const PARTS = /\{\{|\}\}|\{([^{}|\n"':,]{1,40})(?:\|([^{}\n]*))?\}/g
const MAX = 12

function partsOf(text: string): Part[] {
  const parts: Part[] = []
  let end = 0
  for (const match of text.matchAll(PARTS)) {
    const [written, name, usual] = match
    parts.push(text.slice(end, match.index))
    if (name === undefined) parts.push(written.charAt(0))
    else if (name.trim() === '') parts.push(written)
    else parts.push({ written, name: name.trim(), usual: usual?.trim() || undefined })
    end = match.index + written.length
  }
  parts.push(text.slice(end))
  return parts
}

/** The variables in their order, each once, with the first default that is given. */
export function variablesOf(text: string): Variable[] {
  const found = new Map<string, Variable>()
  for (const part of partsOf(text)) {
    if (typeof part === 'string') continue
    const known = found.get(part.name)
    if (!known && found.size < MAX) found.set(part.name, { name: part.name, usual: part.usual })
    else if (known) known.usual ??= part.usual
  }
  return [...found.values()]
}

/** The text with what was typed, else the defaults; a variable with neither stays as it is written. */
export function filled(text: string, values: Readonly<Record<string, string>>): string {
  const usual = new Map(variablesOf(text).map((variable) => [variable.name, variable.usual]))
  return partsOf(text)
    .map((part) =>
      typeof part === 'string'
        ? part
        : values[part.name]?.trim() || part.usual || usual.get(part.name) || part.written,
    )
    .join('')
}

/** The names of variables that have neither a default nor a value. */
export function missing(text: string, values: Readonly<Record<string, string>>): string[] {
  return variablesOf(text)
    .filter(({ name, usual }) => !usual && !values[name]?.trim())
    .map(({ name }) => name)
}

/** A text as the prompt of a template that gives it back unchanged. */
export function asTemplate(text: string): string {
  return filled(text, {}) === text && variablesOf(text).length === 0
    ? text
    : text.replace(/[{}]/g, (brace) => brace + brace)
}
