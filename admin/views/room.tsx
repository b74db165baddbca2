import type { Estate } from '../../core/community.ts'
import type { Room } from '../../db/rooms.ts'
import { AdoptionForm, LostNotice } from './claim.tsx'
import { EstateField } from './fields.tsx'
import { Icon } from './icon.tsx'
import { ModeForm } from './roomMode.tsx'

type RoomPageProps = { room: Room; estates: readonly Estate[]; lost: readonly Room[]; notice: string; error: string | undefined }

/** Gives a group to an estate, or to another, or to none: what will be said there stands here word for word. */
export function RoomPage({ room, estates, lost, notice, error }: RoomPageProps) {
  const isBound = room.estateId !== null
  const choice = estates.filter(({ id }) => id !== room.estateId)
  return (
    <div class="settings-body narrow">
      <a class="back-link" href="/bot">
        <Icon name="back" /> 群与机器人
      </a>
      {isBound && !room.leftAt && lost.some(({ id }) => id === room.id) && <LostNotice room={room} />}
      {!isBound && lost.length > 0 && <AdoptionForm room={room} lost={lost} />}
      {isBound && <ModeForm room={room} />}
      {choice.length > 0 && (
        <form method="post" action={`/bot/rooms/${room.id}/binding`} class="card">
          <div class="card-body">
            <h2 class="card-title">{titleOf({ isBound, mayBeLost: lost.length > 0 })}</h2>
            <EstateField estates={choice} error={error} />
            <p>保存以后：</p>
            <ol>
              <li>机器人先把下面这段告知发到群里，大家知道它在听、存什么、怎么查和删。</li>
              <li>然后只记录、不说话：诉求照样登记，只有工作人员看得到。</li>
              <li>您看过它本来会说什么，觉得可以了，再让它开口。</li>
            </ol>
            <p class="said-words mb-3" id="notice" hx-post={`/bot/rooms/${room.id}/notice`} hx-trigger="change from:#estateId">
              {notice}
            </p>
            <button type="submit" class="btn btn-primary">
              {isBound ? '发告知并换小区' : '发告知并绑定'}
            </button>
          </div>
        </form>
      )}
      {choice.length === 0 && (
        <p class="card card-body">
          <span>
            {isBound ? '没有别的小区可换。' : '还没有小区。'}
            <a href="/settings/estates/new">去设置里添加小区</a>
          </span>
        </p>
      )}
      {isBound && <Unbinding room={room} />}
    </div>
  )
}

function titleOf({ isBound, mayBeLost }: { isBound: boolean; mayBeLost: boolean }): string {
  if (isBound) return '换到别的小区'
  return mayBeLost ? '它是新的群，绑定到小区' : '绑定到小区'
}

function Unbinding({ room }: { room: Room }) {
  const question = `解除“${room.topic}”的绑定？这个群的消息不再处理，等着发到这个群的话会取消。已有的工单保留。`
  return (
    <form method="post" action={`/bot/rooms/${room.id}/unbinding`} class="card" data-confirm={question} data-confirm-yes="解除">
      <div class="card-body">
        <h2 class="card-title">解除绑定</h2>
        <p class="soft">
          机器人还在群里，但不再处理这里的消息；等着发到这个群的话会取消。已有的工单保留。要它完全离开，请在微信里把它移出群。
        </p>
        <button type="submit" class="btn btn-quiet-danger">
          解除绑定
        </button>
      </div>
    </form>
  )
}
