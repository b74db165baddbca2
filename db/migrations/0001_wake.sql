-- Whoever waits for a change hears of it after the commit: the bot for words to say, consoles for rows to show.
-- By row, because a statement that changed nothing is no news; one transaction tells each table once.
create function wake() returns trigger language plpgsql as $$
begin
  perform pg_notify('huiyin', tg_table_name);
  return null;
end
$$;
--> statement-breakpoint
create trigger messages_wake after insert or update on messages for each row execute function wake();
--> statement-breakpoint
create trigger tickets_wake after insert or update on tickets for each row execute function wake();
--> statement-breakpoint
create trigger outbox_wake after insert or update on outbox for each row execute function wake();
--> statement-breakpoint
create trigger channels_wake after insert or update on channels for each row execute function wake();
--> statement-breakpoint
create trigger rooms_wake after insert or update on rooms for each row execute function wake();
