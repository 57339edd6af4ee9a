-- Ledger, version 3: what changes is noted, so that the WARC files come to hold it and the ledger can be made again.

CREATE TABLE journal (                      -- Rows whose present state is not in a WARC file yet (docs/store.md#journal).
    entry_id INTEGER PRIMARY KEY AUTOINCREMENT, -- Number of the note; a row that changes again gets a later one.
    name TEXT NOT NULL,                     -- Table of the row.
    key TEXT NOT NULL,                      -- Its primary key (JSON array).
    UNIQUE (name, key)
) STRICT;

ALTER TABLE crawls ADD COLUMN token TEXT NOT NULL DEFAULT ''; -- Name of the crawl that no other archive's crawl has, 16 hex digits.
ALTER TABLE nights ADD COLUMN token TEXT NOT NULL DEFAULT ''; -- Name of the night that no other archive's night has, 16 hex digits.
ALTER TABLE warcs ADD COLUMN latest_at TEXT NOT NULL DEFAULT ''; -- Latest moment told in it or in a file before it (docs/store.md#journal).

-- Crawls and nights of before are named by the clock: copies of one archive come to the same name.
UPDATE crawls SET token = substr('0' || replace(replace(replace(replace(substr(started_at, 3, 21), '-', ''), ':', ''), '.', ''), 'T', ''), 1, 16);
UPDATE nights SET token = substr('0' || replace(replace(replace(replace(substr(started_at, 3, 21), '-', ''), ':', ''), '.', ''), 'T', ''), 1, 16);
UPDATE warcs SET latest_at = max(opened_at, coalesce((SELECT max(captured_at) FROM captures WHERE captures.warc_file = warcs.warc_file), ''));

CREATE TRIGGER crawls_token AFTER INSERT ON crawls WHEN NEW.token = '' BEGIN
    UPDATE crawls SET token = lower(hex(randomblob(8))) WHERE crawl_id = NEW.crawl_id;
END;
CREATE TRIGGER nights_token AFTER INSERT ON nights WHEN NEW.token = '' BEGIN
    UPDATE nights SET token = lower(hex(randomblob(8))) WHERE night_id = NEW.night_id;
END;

-- Not INSERT OR REPLACE: the statement that fires a trigger would have its own say in what to do about a conflict.
CREATE TRIGGER journal_crawls_new AFTER INSERT ON crawls BEGIN
    DELETE FROM journal WHERE name = 'crawls' AND key = json_array(NEW.crawl_id);
    INSERT INTO journal (name, key) VALUES ('crawls', json_array(NEW.crawl_id));
END;
CREATE TRIGGER journal_crawls_changed AFTER UPDATE ON crawls BEGIN
    DELETE FROM journal WHERE name = 'crawls' AND key = json_array(NEW.crawl_id);
    INSERT INTO journal (name, key) VALUES ('crawls', json_array(NEW.crawl_id));
END;
CREATE TRIGGER journal_crawls_gone AFTER DELETE ON crawls BEGIN
    DELETE FROM journal WHERE name = 'crawls' AND key = json_array(OLD.crawl_id);
    INSERT INTO journal (name, key) VALUES ('crawls', json_array(OLD.crawl_id));
END;

CREATE TRIGGER journal_tasks_new AFTER INSERT ON tasks BEGIN
    DELETE FROM journal WHERE name = 'tasks' AND key = json_array(NEW.task_key);
    INSERT INTO journal (name, key) VALUES ('tasks', json_array(NEW.task_key));
END;
-- A lease belongs to a process: a task is noted when its lease ends.
CREATE TRIGGER journal_tasks_changed AFTER UPDATE ON tasks WHEN NEW.lease_crawl IS NULL BEGIN
    DELETE FROM journal WHERE name = 'tasks' AND key = json_array(NEW.task_key);
    INSERT INTO journal (name, key) VALUES ('tasks', json_array(NEW.task_key));
END;
CREATE TRIGGER journal_tasks_gone AFTER DELETE ON tasks BEGIN
    DELETE FROM journal WHERE name = 'tasks' AND key = json_array(OLD.task_key);
    INSERT INTO journal (name, key) VALUES ('tasks', json_array(OLD.task_key));
END;

CREATE TRIGGER journal_addresses_new AFTER INSERT ON addresses BEGIN
    DELETE FROM journal WHERE name = 'addresses' AND key = json_array(NEW.task_key, NEW.url, NEW.found_on);
    INSERT INTO journal (name, key) VALUES ('addresses', json_array(NEW.task_key, NEW.url, NEW.found_on));
END;
CREATE TRIGGER journal_addresses_changed AFTER UPDATE ON addresses BEGIN
    DELETE FROM journal WHERE name = 'addresses' AND key = json_array(NEW.task_key, NEW.url, NEW.found_on);
    INSERT INTO journal (name, key) VALUES ('addresses', json_array(NEW.task_key, NEW.url, NEW.found_on));
END;
CREATE TRIGGER journal_addresses_gone AFTER DELETE ON addresses BEGIN
    DELETE FROM journal WHERE name = 'addresses' AND key = json_array(OLD.task_key, OLD.url, OLD.found_on);
    INSERT INTO journal (name, key) VALUES ('addresses', json_array(OLD.task_key, OLD.url, OLD.found_on));
END;

CREATE TRIGGER journal_visits_new AFTER INSERT ON visits BEGIN
    DELETE FROM journal WHERE name = 'visits' AND key = json_array(NEW.task_key, NEW.visit);
    INSERT INTO journal (name, key) VALUES ('visits', json_array(NEW.task_key, NEW.visit));
END;
CREATE TRIGGER journal_visits_changed AFTER UPDATE ON visits BEGIN
    DELETE FROM journal WHERE name = 'visits' AND key = json_array(NEW.task_key, NEW.visit);
    INSERT INTO journal (name, key) VALUES ('visits', json_array(NEW.task_key, NEW.visit));
END;
CREATE TRIGGER journal_visits_gone AFTER DELETE ON visits BEGIN
    DELETE FROM journal WHERE name = 'visits' AND key = json_array(OLD.task_key, OLD.visit);
    INSERT INTO journal (name, key) VALUES ('visits', json_array(OLD.task_key, OLD.visit));
END;

CREATE TRIGGER journal_nights_new AFTER INSERT ON nights BEGIN
    DELETE FROM journal WHERE name = 'nights' AND key = json_array(NEW.night_id);
    INSERT INTO journal (name, key) VALUES ('nights', json_array(NEW.night_id));
END;
CREATE TRIGGER journal_nights_changed AFTER UPDATE ON nights BEGIN
    DELETE FROM journal WHERE name = 'nights' AND key = json_array(NEW.night_id);
    INSERT INTO journal (name, key) VALUES ('nights', json_array(NEW.night_id));
END;
CREATE TRIGGER journal_nights_gone AFTER DELETE ON nights BEGIN
    DELETE FROM journal WHERE name = 'nights' AND key = json_array(OLD.night_id);
    INSERT INTO journal (name, key) VALUES ('nights', json_array(OLD.night_id));
END;

CREATE TRIGGER journal_night_holdings_new AFTER INSERT ON night_holdings BEGIN
    DELETE FROM journal WHERE name = 'night_holdings' AND key = json_array(NEW.agency_id, NEW.year);
    INSERT INTO journal (name, key) VALUES ('night_holdings', json_array(NEW.agency_id, NEW.year));
END;
CREATE TRIGGER journal_night_holdings_changed AFTER UPDATE ON night_holdings BEGIN
    DELETE FROM journal WHERE name = 'night_holdings' AND key = json_array(NEW.agency_id, NEW.year);
    INSERT INTO journal (name, key) VALUES ('night_holdings', json_array(NEW.agency_id, NEW.year));
END;
CREATE TRIGGER journal_night_holdings_gone AFTER DELETE ON night_holdings BEGIN
    DELETE FROM journal WHERE name = 'night_holdings' AND key = json_array(OLD.agency_id, OLD.year);
    INSERT INTO journal (name, key) VALUES ('night_holdings', json_array(OLD.agency_id, OLD.year));
END;

-- What an archive has from before the journal is noted once, in the order of its rows.
INSERT INTO journal (name, key) SELECT 'crawls', json_array(crawl_id) FROM crawls WHERE true ON CONFLICT DO NOTHING;
INSERT INTO journal (name, key) SELECT 'tasks', json_array(task_key) FROM tasks WHERE true ON CONFLICT DO NOTHING;
INSERT INTO journal (name, key) SELECT 'addresses', json_array(task_key, url, found_on) FROM addresses WHERE true ON CONFLICT DO NOTHING;
INSERT INTO journal (name, key) SELECT 'visits', json_array(task_key, visit) FROM visits WHERE true ON CONFLICT DO NOTHING;
INSERT INTO journal (name, key) SELECT 'nights', json_array(night_id) FROM nights WHERE true ON CONFLICT DO NOTHING;
INSERT INTO journal (name, key) SELECT 'night_holdings', json_array(agency_id, year) FROM night_holdings WHERE true ON CONFLICT DO NOTHING;
