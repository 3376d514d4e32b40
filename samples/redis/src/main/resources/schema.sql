create table orders
(
    id         int            primary key,
    ordered_in int            not null,
    category   varchar(20)    not null,
    amount     decimal(10, 2) not null
);
