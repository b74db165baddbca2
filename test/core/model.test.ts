import { readdirSync, readFileSync, statSync } from 'node:fs'
import { expect, test } from 'vitest'
import { digestOf, trainOne } from '../../bot/training/weights.ts'
import category from '../../core/reading/model/category.json' with { type: 'json' }
import danger from '../../core/reading/model/danger.json' with { type: 'json' }
import intent from '../../core/reading/model/intent.json' with { type: 'json' }
import { forgetAllBut, learn } from '../../core/reading/model/learn.ts'
import { lessonsFrom } from '../../core/reading/model/lessons.ts'
import { pack, unpack, weigh } from '../../core/reading/model/linear.ts'
import matter from '../../core/reading/model/matter.json' with { type: 'json' }
import { weighCategories, weighMatter } from '../../core/reading/model/model.ts'
import { ngrams } from '../../core/reading/model/ngrams.ts'
import { plainWords } from '../../core/reading/words.ts'

const CORPUS = 'core/reading/corpus'
const MODEL = 'core/reading/model'

const corpus = readdirSync(CORPUS)
  .sort()
  .map((file) => readFileSync(`${CORPUS}/${file}`, 'utf8').trim())
  .join('\n')
const lessons = lessonsFrom(corpus)

test('the corpus is large, and no line stands in it twice', () => {
  const lines = corpus.split('\n').map((line) => line.split('\t')[2])
  expect(lines.length).toBeGreaterThan(4000)
  expect(lines.toSorted().filter((line, index, sorted) => line === sorted[index - 1])).toEqual([])
})

test('trained again, the weights are the same to the last character', { timeout: 300_000 }, () => {
  expect(trainOne('danger', lessons.danger)).toEqual(danger)
})

test('all weights were trained from the same corpus', () => {
  expect([matter, category, intent, danger].map((weights) => weights.lessons)).toEqual(
    [lessons.matter, lessons.category, lessons.intent, lessons.danger].map(digestOf),
  )
})

test('of a model’s n-grams those that say least are forgotten', () => {
  const model = learn([
    { words: '灯不亮', label: 'light' },
    { words: '路灯不亮', label: 'light' },
    { words: '水管漏水', label: 'water' },
    { words: '又漏水', label: 'water' },
  ])
  const small = forgetAllBut(5, model)
  const loudness = (row: number) => Math.max(...model.weights.subarray(row * 2, row * 2 + 2).map(Math.abs))
  const kept = [...model.rows].filter(([ngram]) => small.rows.has(ngram)).map(([, row]) => loudness(row))
  const gone = [...model.rows].filter(([ngram]) => !small.rows.has(ngram)).map(([, row]) => loudness(row))
  expect(small.rows.size).toBe(5)
  expect(Math.min(...kept)).toBeGreaterThanOrEqual(Math.max(...gone))
  expect(small.weights.subarray(0, 2)).toEqual(model.weights.subarray(model.rows.get([...small.rows.keys()][0]!)! * 2).subarray(0, 2))
})

test('the weights stay under two megabytes', () => {
  const sizes = readdirSync(MODEL).flatMap((file) => (file.endsWith('.json') ? statSync(`${MODEL}/${file}`).size : []))
  expect(sizes).toHaveLength(4)
  expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThan(2_000_000)
})

test('the ends of a sentence count, which number it is does not', () => {
  expect(ngrams('灯坏')).toEqual(['^', '^灯', '^灯坏', '灯', '灯坏', '灯坏$', '坏', '坏$', '$'])
  expect(ngrams('8栋灯坏了')).toEqual(ngrams('十二栋灯坏了'))
  expect(ngrams('好，好！')).toEqual(ngrams('好 好。'))
})

test('a few lines are enough to tell two things apart', () => {
  const model = unpack(
    pack(
      learn([
        { words: '灯不亮', label: 'light' },
        { words: '路灯不亮', label: 'light' },
        { words: '水管漏水', label: 'water' },
        { words: '又漏水', label: 'water' },
      ]),
    ),
  )
  const likely = weigh(model, '楼道灯不亮')
  expect(likely.get('light')).toBeGreaterThan(likely.get('water')!)
  expect(Math.exp(likely.get('light')!) + Math.exp(likely.get('water')!)).toBeCloseTo(1, 9)
})

test.each([
  ['楼梯间乌漆抹黑的，差点一脚踩空', 'facility.lighting'],
  ['每晚头顶上哐哐剁东西，神经都要衰弱了', 'noise.neighbor'],
  ['个𨋢成日上到一半就停低', 'facility.lift'],
  ['屋头水龙头一滴都放不出来', 'utility.water'],
] as const)('%s is likely a report, of %s', (text, code) => {
  const words = plainWords(text)
  const [likeliest] = [...weighCategories(words)].reduce((best, one) => (one[1] > best[1] ? one : best))
  expect(weighMatter(words)).toBeGreaterThan(0)
  expect(likeliest).toBe(code)
})

test.each(['周末谁有空一起去钓鱼', '这剧的大结局真让人来气', '我家娃期中考了双百', '晚上炖了排骨，香得很'])('%s likely is none', (text) => {
  expect(weighMatter(plainWords(text))).toBeLessThan(-1)
})
