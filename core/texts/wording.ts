type Row = { slots: readonly string[]; needs: readonly string[]; usual: string; longest: number; lines: number }

/**
 * What a community may say in its own words. `{编号}` is filled in; `needs` are the slots without which residents could not go on. Emergencies, the privacy
 * notice and what the law wants said are not among them.
 */
export const WORDINGS = {
  opened: { slots: ['事项', '编号', '承诺'], needs: ['编号'], usual: '收到，{事项}，编号{编号}，{承诺}回应。', longest: 60, lines: 2 },
  openedPrivately: {
    slots: ['编号', '承诺'],
    needs: ['编号'],
    usual: '已按不公开事项登记，编号{编号}，{承诺}回复您，不会说是谁反映的。',
    longest: 60,
    lines: 2,
  },
  asksWhere: { slots: [], needs: [], usual: '是哪栋哪单元？回“6-1”这样就行，我来登记。', longest: 60, lines: 2 },
  joined: {
    slots: ['编号', '人数', '进展'],
    needs: ['编号', '进展'],
    usual: '这件事编号{编号}，目前{人数}人反映，{进展}',
    longest: 60,
    lines: 2,
  },
  resolved: {
    slots: ['编号', '谁', '说明'],
    needs: ['编号', '说明'],
    usual: '{编号} {谁}反馈：{说明}您方便时看一眼，好了回“好了”，没好回“没好”。',
    longest: 60,
    lines: 2,
  },
  confirmed: { slots: ['编号'], needs: ['编号'], usual: '好的，{编号} 已办结，谢谢您回话。', longest: 60, lines: 2 },
  verified: {
    slots: ['编号', '核查方', '日期'],
    needs: ['编号'],
    usual: '{编号} {核查方}{日期}核查办结。还有问题，七天内回“没好”就行。',
    longest: 60,
    lines: 2,
  },
  reopened: { slots: ['编号', '承诺'], needs: ['编号'], usual: '明白，{编号} 已重新打开，{承诺}再答复您。', longest: 60, lines: 2 },
  notFound: { slots: [], needs: [], usual: '没有查到您登记的事项。直接说是什么问题、在什么位置，我来登记。', longest: 60, lines: 2 },
  satisfaction: {
    slots: ['编号', '事项'],
    needs: ['编号'],
    usual: '{编号} {事项}已办结。解决了吗？1解决 2没解决；服务打几分？5好～1差，回“1 5”这样就行。不回也没关系。',
    longest: 80,
    lines: 3,
  },
  rated: { slots: [], needs: [], usual: '谢谢，记下了。', longest: 60, lines: 2 },
  /** The three words under which anything can be said (S45); new neighbours hear them too. */
  help: {
    slots: [],
    needs: [],
    usual: [
      '您好，直接说一句就行：',
      '反映：什么问题、在什么位置，比如“8栋2单元楼道灯不亮”，我来登记并告诉您进展。',
      '议一议：想提的建议、想商量的事，我转给工作人员。',
      '求助：要办事、要人搭把手，也可以问“居住证在哪办”。危急请先拨110、119、120。',
    ].join('\n'),
    longest: 200,
    lines: 6,
  },
} as const satisfies Record<string, Row>

export type WordingName = keyof typeof WORDINGS
export const WORDING_NAMES = Object.keys(WORDINGS) as [WordingName, ...WordingName[]]
/** What staff call each of them. */
export const WORDING_TITLES: Record<WordingName, string> = {
  opened: '登记好了',
  openedPrivately: '登记好了（不公开）',
  asksWhere: '问位置',
  joined: '已经登记过',
  resolved: '办完了，请看一眼',
  confirmed: '居民说好了',
  verified: '同事核查过',
  reopened: '居民说没好',
  notFound: '没有查到',
  satisfaction: '问满意度',
  rated: '谢谢评价',
  help: '能做什么',
}

type Slot<Name extends WordingName> = (typeof WORDINGS)[Name]['slots'][number]

/** A community's own words, by name. */
export type Wordings = { readonly [name in WordingName]?: string }

type Facts<Name extends WordingName> = Record<Slot<Name>, string>

/** Each slot is filled once: braces in what is filled in are only braces. */
export function say<Name extends WordingName>({ wordings }: { wordings: Wordings }, name: Name, facts: Facts<Name>): string {
  return fill(wordings[name] ?? WORDINGS[name].usual, facts)
}

function fill(words: string, facts: Record<string, string>): string {
  return words.replace(SLOT, (whole, slot: string) => facts[slot] ?? whole)
}

const SLOT = /\{([^{}]*)\}/g

export type WordingFault = { kind: 'empty' | 'long' | 'lines' | 'brace' } | { kind: 'unknown' | 'missing'; slots: readonly string[] }

/** As it is kept: no control characters, lines trimmed, no blank ones. */
export function cleanWording(typed: string): string {
  const plain = typed.toWellFormed().replace(/\r\n?/g, '\n')
  const lines = plain.replace(/[\u0000-\u0009\u000b-\u001f\u007f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff]/g, '').split('\n')
  return lines
    .map((line) => line.trim())
    .filter(Boolean)
    .join('\n')
}

/** What is wrong with words of a community's own; null: they may be said. */
export function findFault(name: WordingName, words: string): WordingFault | null {
  const row: Row = WORDINGS[name]
  const named = [...words.matchAll(SLOT)].map(([, slot]) => slot!)
  const unknown = named.filter((slot) => !row.slots.includes(slot))
  const missing = row.needs.filter((slot) => !named.includes(slot))
  const bare = words.replace(SLOT, '')
  if (words === '') return { kind: 'empty' }
  if (unknown.length > 0) return { kind: 'unknown', slots: [...new Set(unknown)] }
  if (/[{}]/.test(bare)) return { kind: 'brace' }
  if (missing.length > 0) return { kind: 'missing', slots: missing }
  if ([...bare].length > row.longest) return { kind: 'long' }
  return words.split('\n').length > row.lines ? { kind: 'lines' } : null
}

const SAMPLE: Record<string, string> = {
  编号: 'JN-261121-003',
  核查方: '社区',
  日期: '11月21日',
  事项: '8栋2单元楼道灯不亮',
  承诺: '物业今天11:30前',
  人数: '3',
  进展: '已派单，物业今天18:00前处理。',
  谁: '物业',
  说明: '灯已换好。',
}

/** With invented facts: how residents would hear it. */
export function preview(words: string): string {
  return fill(words, SAMPLE)
}
