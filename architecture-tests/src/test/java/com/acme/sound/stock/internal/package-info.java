/// Shelves and who takes from them.
@NullMarked
package com.acme.sound.stock.internal;

import org.jspecify.annotations.NullMarked;
