import { shownName } from '../../core/name.ts'
import type { WaitingMessage } from '../../db/waiting.ts'
import { Field } from './fields.tsx'
import { ANSWER_LONGEST, NightAdvice } from './ticket/answer.tsx'
import { Sheet } from './ticket/forms.tsx'
import { MessageAgain } from './waiting.tsx'

type WaitingAnswerFormProps = { row: WaitingMessage; draft: string; isNight: boolean }

/** A colleague's words to whoever waits; `draft` is what the knowledge base has. */
export function WaitingAnswerForm({ row, draft, isNight }: WaitingAnswerFormProps) {
  const { message, roomTopic, isFriend } = row
  const who = shownName(message.alias)
  return (
    <Sheet title="答复" action={`/waiting/${message.id}/answer`} submit="发送">
      <MessageAgain row={row} />
      <Field name="text" label="怎么答复" hint={draft ? '这是知识库里最接近的一条，请看过、改对再发。' : ''}>
        <textarea class="form-control" id="text" name="text" rows={4} required={true} maxlength={ANSWER_LONGEST} autofocus={true}>
          {draft}
        </textarea>
      </Field>
      <p class="heard">
        {roomTopic ? `会在${roomTopic}里@${who}说。` : `会私聊${who}${isFriend ? '' : '（对方不是好友，会进“需要人工”）'}。`}
        发送前有15秒可以撤回；要跟进的事请用“建工单”。
      </p>
      {isNight && <NightAdvice />}
    </Sheet>
  )
}
