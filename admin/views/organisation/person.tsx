import type { Staff } from '../../../core/staff.ts'
import type { Member } from '../../../db/members.ts'
import { Covered } from '../covered.tsx'
import { Field } from '../fields.tsx'
import { ROLE_NAMES } from '../parts.tsx'

/** Whom a form may name. */
export type Known = { colleagues: readonly Staff[]; friends: readonly Member[] }

type PersonFieldsProps = Known & {
  typed: { person: string; name: string }
  errors: { person?: string[] | undefined; name?: string[] | undefined }
}

/** An account, a friend of the bot's account, or only a name. */
export function PersonFields({ typed, errors, colleagues, friends }: PersonFieldsProps) {
  return (
    <>
      <Field name="person" label="人员" error={errors.person?.[0]} hint="没有账号、也不在群里的，选“只写姓名”">
        <select class="form-select" id="person" name="person">
          <option value="">只写姓名</option>
          {colleagues.length > 0 && (
            <optgroup label="控制台账号">
              {colleagues.map(({ id, name, role }) => (
                <option value={`staff-${id}`} selected={typed.person === `staff-${id}`}>
                  {name}（{ROLE_NAMES[role]}）
                </option>
              ))}
            </optgroup>
          )}
          {friends.length > 0 && (
            <optgroup label="微信好友">
              {friends.map(({ id, nickname }) => (
                <option value={`member-${id}`} selected={typed.person === `member-${id}`}>
                  <Covered text={nickname} />
                </option>
              ))}
            </optgroup>
          )}
        </select>
      </Field>
      <Field
        name="name"
        label="姓名"
        value={typed.name}
        error={errors.name?.[0]}
        hint="选了账号或好友可以不填；居民不会看到"
        maxlength={20}
        autocomplete="off"
      />
    </>
  )
}
