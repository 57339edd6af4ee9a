-- Ledger, version 6: what a list shows again is told by its visit, not address by address.

DROP TRIGGER journal_addresses_changed;
-- Not of last_seen: `archive/store/places.py` notes the rows of which a visit does not tell it.
CREATE TRIGGER journal_addresses_changed AFTER UPDATE OF task_key, url, found_on, listed_title, first_seen ON addresses BEGIN
    DELETE FROM journal WHERE name = 'addresses' AND key = json_array(NEW.task_key, NEW.url, NEW.found_on);
    INSERT INTO journal (name, key) VALUES ('addresses', json_array(NEW.task_key, NEW.url, NEW.found_on));
END;
CREATE INDEX addresses_by_list ON addresses (found_on);
