import * as z from 'zod'
import { Label } from '../../core/learning/label.ts'

/** Every problem a line tells of, its own first. */
export function problemsOf({ problem, also = [] }: Pick<Label, 'problem' | 'also'>): string[] {
  return [...(problem === null ? [] : [problem]), ...also]
}

const LabelledRow = z.object({ id: z.union([z.string(), z.number().transform(String)]), label: Label })
const AnyRow = z.object({ label: z.unknown().refine((label) => label != null) })

export type Labels = { labels: ReadonlyMap<string, Label>; problems: { line: number; reason: string }[] }

/** The labels beside the lines of a replay file, by message id. Lines without one are left out; a label that cannot be read is a problem. */
export function parseLabels(text: string): Labels {
  const labels = new Map<string, Label>()
  const problems: Labels['problems'] = []
  for (const [index, row] of text.split(/\r\n|\r|\n/).entries()) {
    const json = parseJson(row)
    const parsed = LabelledRow.safeParse(json)
    if (parsed.success) labels.set(parsed.data.id, parsed.data.label)
    else if (AnyRow.safeParse(json).success)
      problems.push({ line: index + 1, reason: `不正确的标注：${fieldsOf(parsed.error).join('、')}` })
  }
  return { labels, problems }
}

function fieldsOf(error: z.ZodError): string[] {
  return [...new Set(error.issues.map((issue) => issue.path.join('.')))]
}

/** Undefined: no JSON, which the replay format reports by itself. */
function parseJson(row: string): unknown {
  try {
    return JSON.parse(row)
  } catch {
    return undefined
  }
}
