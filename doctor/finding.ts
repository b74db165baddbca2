/** What the doctor says of one thing: it is in order, it deserves a look, or Huiyin cannot work with it. */
export type Finding = { level: 'fine' | 'doubtful' | 'bad'; text: string }

const MARKS: Record<Finding['level'], string> = { fine: '✓', doubtful: '!', bad: '✗' }

export function fine(text: string): Finding {
  return { level: 'fine', text }
}

export function doubtful(text: string): Finding {
  return { level: 'doubtful', text }
}

export function bad(text: string): Finding {
  return { level: 'bad', text }
}

export function drawFinding({ level, text }: Finding): string {
  return `${MARKS[level]} ${text}\n`
}
