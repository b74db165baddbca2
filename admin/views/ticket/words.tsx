import type { Wait } from '../../../core/conversation/outcome.ts'
import type { MessageKind } from '../../../core/message.ts'
import { captionIn } from '../../../core/photo.ts'
import type { StoredMessage } from '../../../db/inbox.ts'
import { type Clock, Time } from '../parts.tsx'

const KIND_NAMES: Partial<Record<MessageKind, string>> = {
  image: '〔图片〕',
  voice: '〔语音〕',
  recall: '〔撤回了一条消息〕',
  system: '〔系统消息〕',
  join: '〔进群〕',
}

/** Why a message waits, as staff say it to each other. */
export const WAIT_REASONS: Record<Wait, string> = {
  unsure: '像是在反映问题，但拿不准',
  unreadable: '识别的结果看不懂，请人工判断',
  voice: '语音消息，机器人听不了，请点开原群收听',
  failed: '识别多次出错，请人工判断',
  strangerInPrivate: '陌生人私聊，不知道是哪个社区的',
  question: '在问怎么办事，请答复',
  suggestion: '像是建议或愿望，请看看要不要登记',
  project: '在问建设、改造这类大事，请看看要不要上会',
  angry: '接连发火，机器人已经不说话，请您接手',
}

/** A message as its sender wrote it: what was quoted, the words, the photo. */
export function Words({ message }: { message: Pick<StoredMessage, 'kind' | 'text' | 'quote' | 'mediaHash' | 'caption'> }) {
  const { kind, text, quote, mediaHash, caption } = message
  return (
    <>
      {quote && (
        <div class="words-quote">
          {quote.sender}：{quote.text}
        </div>
      )}
      {text.trim() !== '' && !(mediaHash && captionIn(text)) && <p class="words">{text}</p>}
      {mediaHash && kind === 'image' && (
        <a href={`/media/${mediaHash}`} target="_blank" rel="noopener" class="photo">
          <img src={`/media/${mediaHash}`} alt="居民发的照片，点开看大图" loading="lazy" />
        </a>
      )}
      {mediaHash && kind !== 'image' && (
        <a href={`/media/${mediaHash}`} download="">
          下载{KIND_NAMES[kind] ?? '附件'}
        </a>
      )}
      {caption && <p class="words soft">照片看着像：{caption}（AI识别）</p>}
      {text.trim() === '' && !mediaHash && <p class="words soft">{KIND_NAMES[kind] ?? '〔没有文字〕'}</p>}
    </>
  )
}

/** A few lines of a chat; the message in question stands out. */
export function Talk({ lines, about, clock }: { lines: StoredMessage[]; about: readonly number[]; clock: Clock }) {
  return (
    <ol class="talk">
      {lines.map((line) => (
        <li class={`${about.includes(line.id) ? 'talk-about' : ''} ${line.fromBot ? 'talk-bot' : ''}`}>
          <span class="talk-who">
            {line.fromBot ? '小助手' : line.alias || '居民'}
            <Time at={line.sentAt} clock={clock} />
          </span>
          <Words message={line} />
        </li>
      ))}
    </ol>
  )
}
