-- A message that is only stored is no news: the bot that stored it reads it next, and consoles hear when it has been settled.
-- Commits that tell something wait for one another; those of the inbox must not.
drop trigger messages_wake on messages;
--> statement-breakpoint
create trigger messages_wake after update on messages for each row when (old.outcome is distinct from new.outcome) execute function wake();
