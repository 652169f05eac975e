create table reading (meter text primary key, last bigint not null);
create table taken (meter text not null, number bigint not null, primary key (meter, number));
