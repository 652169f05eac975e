/// Shelves. Nobody says what may be null.
package com.acme.tangled.stock.internal;
