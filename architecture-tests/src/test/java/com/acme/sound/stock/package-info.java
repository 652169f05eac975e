/// What lies on the shelves.
@NullMarked
package com.acme.sound.stock;

import org.jspecify.annotations.NullMarked;
