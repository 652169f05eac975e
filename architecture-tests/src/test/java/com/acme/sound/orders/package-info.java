/// What customers want.
@NullMarked
package com.acme.sound.orders;

import org.jspecify.annotations.NullMarked;
