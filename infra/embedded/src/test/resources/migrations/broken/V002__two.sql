CREATE TABLE two (id int);
SELECT * FROM nowhere;
