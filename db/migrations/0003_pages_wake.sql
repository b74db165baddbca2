-- The bot hears whom to call next, and open consoles that it rings or that somebody answered.
create trigger pages_wake after insert or update on pages for each row execute function wake();
