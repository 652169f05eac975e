package com.acme.tangled.orders.internal;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/// Names no schema, and becomes whoever may see it.
class BorrowingRoles {

    static final String FEW_SHELVES = "select 1; set session role stock; select count(*) from shelf";
    static final List<String> BACK_AGAIN = List.of("RESET ROLE", "set session authorization default",
            "set local search_path to stock", "set schema 'stock'", "select set_config('Search_Path', 'stock', true)");
    static final String IN_A_BODY = """
            do $$
            begin
                if found then reset session_authorization; else reset search_path; end if;
                loop set session_authorization to stock; end loop;
                execute 'set local session_authorization stock';
            end
            $$
            """;

    String become(String role) {
        return "set local role " + role;
    }

    void lookElsewhere(Connection connection, String schema) throws SQLException {
        connection.setSchema(schema);
    }
}
